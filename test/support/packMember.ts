import { systemClock } from '../../src/base/clock.ts';
import { silentLogger } from '../../src/base/logger.ts';
import { AlignmentCache } from '../../src/engine/kept/alignmentCache.ts';
import type { Services } from '../../src/engine/requests/fitting.ts';
import { LearntPriors } from '../../src/engine/kept/learntPriors.ts';
import { PackMember, type MeteredMember } from '../../src/engine/member/packMember.ts';
import type { LoadedMember } from '../../src/protocol/reports.ts';
import type { SyntheticMember } from './syntheticMember.ts';

/** A synthetic member as the engine holds its members; `changes` may make it fail. */
export function packMemberOf(inner: SyntheticMember, changes: Partial<MeteredMember> = {}, fimOrder: LoadedMember['fimOrder'] = null): PackMember {
  const { id, vocabulary } = inner;
  const backend: MeteredMember = {
    id,
    vocabulary,
    usage: { tokens: 0, forwards: 0, ms: 0 },
    idle: () => Promise.resolve(),
    tokenize: (bytes, continues) => inner.tokenize(bytes, continues),
    score: (...args) => inner.score(...args),
    next: (...args) => inner.next(...args),
    nextWithin: (...args) => inner.nextWithin(...args),
    predict: (...args) => inner.predict(...args),
    greedy: (...args) => inner.greedy(...args),
    ...changes,
  };
  const report: LoadedMember = {
    id, name: id, architecture: 'synthetic', quantisation: 'none', vocabularySize: vocabulary.tokens.length, tokenizer: 'byte-bpe', fim: null, fimOrder,
    bytesOnDisk: 0, bytesInMemory: 0, contextSize: 512, threads: 1, gpuLayers: 0, loadMs: 0,
  };
  return new PackMember(backend, report, 512, () => Promise.resolve());
}

/** What an engine's requests share; what they learn is kept in `folder`. */
export function engineServices(folder: string | null = null): Services {
  const learnt = new LearntPriors(silentLogger);
  learnt.folder = folder;
  return { alignments: new AlignmentCache(systemClock, silentLogger), learnt, clock: systemClock, logger: silentLogger };
}
