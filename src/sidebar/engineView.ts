import type { EngineState } from '../host/engine.ts';
import type { LoadReport } from '../protocol/reports.ts';
import type { SidebarState } from '../protocol/sidebarMessages.ts';

/** The engine's state as one word with the sentences that belong to it. */
export function engineViewOf(state: EngineState): SidebarState['engine'] {
  switch (state.kind) {
    case 'ready':
      return { kind: state.busy ? 'busy' : 'ready', message: '', fix: '' };
    case 'backoff':
    case 'disabled':
      return { kind: state.kind, message: state.failure.message, fix: state.failure.fix };
    case 'stopped':
    case 'starting':
      return { kind: state.kind, message: '', fix: '' };
  }
}

/** A loaded pack and what runs it, without paths: those in messages shrink to file names. */
export function packViewOf(pack: LoadReport | null): Pick<SidebarState, 'members' | 'leftOut' | 'library'> {
  if (pack === null) return { members: null, leftOut: [], library: '' };
  return {
    library: `llama.cpp ${pack.engine.llamaCpp}, node-llama-cpp ${pack.engine.library}`,
    members: pack.members.map(({ id, name, architecture, quantisation, vocabularySize, contextSize, bytesInMemory, fimOrder }) =>
      ({ id, name, architecture, quantisation, vocabularySize, contextSize, bytesInMemory, fim: fimOrder !== null })),
    leftOut: pack.leftOut.map(({ id, path, message, fix }) => {
      const name = path.split(/[\\/]/u).at(-1) ?? id;
      return { id, message: message.replaceAll(path, name), fix: fix.replaceAll(path, name) };
    }),
  };
}
