import { describe, expect, it, onTestFinished } from 'vitest';
import { Emitter } from '../../../src/base/emitter.ts';
import { failures } from '../../../src/base/errors.ts';
import type { Engine, EngineState } from '../../../src/host/engine.ts';
import type { CompletionReport, LoadReport } from '../../../src/protocol/reports.ts';
import type { LoadProgress } from '../../../src/protocol/requests.ts';
import { historyLength, hostMessage, maximumPieces, type SidebarState } from '../../../src/protocol/sidebarMessages.ts';
import { SidebarModel } from '../../../src/sidebar/sidebarModel.ts';
import type { DocumentReport, FrontDocument, PackInfo } from '../../../src/sidebar/sources.ts';

const report = (changes: Partial<CompletionReport> = {}): CompletionReport => ({
  method: 'sim', alignment: 'bytes', decoding: 'tokens', delta: null, reference: 'a', bytes: 600, why: 'Because.', text: 'x', source: 'generated', reason: null, stop: 'line-end',
  members: [{ id: 'a', weight: 1, perplexity: 3, bitsPerByte: 2, tokens: 10, tokensEvaluated: 2, ms: 5, seesSuffix: true }],
  pieces: [{ text: 'x', member: 'a', probability: 0.5, byMember: { a: 0.5 } }],
  timing: { queueMs: 0, promptMs: 1, weightsMs: 1, firstPieceMs: 3, totalMs: 5 },
  ...changes,
});

const pack: LoadReport = {
  engine: { library: '1', llamaCpp: 'b1', device: 'cpu', cores: 2, threads: 2, memoryTotal: 1, memoryFree: 1, memoryUsed: 1 },
  members: [{ id: 'a', name: 'A', architecture: 'llama', quantisation: 'Q8_0', vocabularySize: 10, tokenizer: 'byte-bpe', fim: null, fimOrder: null, bytesOnDisk: 1, bytesInMemory: 2, contextSize: 3, threads: 1, gpuLayers: 0, loadMs: 4 }],
  leftOut: [{ id: 'b', path: '/home/someone/models/b.gguf', ...failures.modelDamaged('/home/someone/models/b.gguf', 'it ends early').toFailure() }],
};

/** A model with every source in the test's hands. */
function model() {
  const sources = { state: new Emitter<EngineState>(), load: new Emitter<LoadProgress>(), pack: new Emitter<LoadReport | null>(), info: new Emitter<PackInfo | null>(), report: new Emitter<DocumentReport>(), workspace: new Emitter<boolean>(), front: new Emitter<FrontDocument | null>(), pinned: new Emitter<Readonly<Record<string, number>> | null>() };
  const engine: Engine = {
    state: { kind: 'starting' }, onState: sources.state.event, onLoadProgress: sources.load.event, pack: null, onPack: sources.pack.event,
    load: () => Promise.reject(failures.cancelled()), ask: () => Promise.reject(failures.cancelled()), restart: () => Promise.resolve(), dispose: () => undefined,
  };
  const kept = new SidebarModel({ engine, pack: null, onPackInfo: sources.info.event, onReport: sources.report.event, workspaceMember: true, onWorkspaceMember: sources.workspace.event, front: null, onFront: sources.front.event, pinned: null, onPinned: sources.pinned.event });
  const changes: Partial<SidebarState>[] = [];
  kept.onChange((change) => changes.push(change));
  onTestFinished(() => kept.dispose());
  const finish = (changed: Partial<CompletionReport> = {}, at = 0, uri = 'file:///orders.ts'): void => sources.report.fire({ report: report(changed), document: 'orders.ts', uri, at });
  return { ...sources, model: kept, changes, finish };
}

describe('the sidebar’s model', () => {
  it('knows whether the workspace takes part', () => {
    const { workspace, model: kept, changes } = model();
    expect(kept.state.workspace).toBe(true);
    workspace.fire(false);
    expect(kept.state.workspace).toBe(false);
    expect(changes).toEqual([{ workspace: false }]);
  });

  it('keeps the last weights where the time was up before there were new ones', () => {
    const { finish, model: kept } = model();
    finish();
    const late: Partial<CompletionReport> = { bytes: 0, stop: 'deadline', text: '', pieces: [], source: 'none', reason: 'deadline' };
    finish({ ...late, members: [{ id: 'a', weight: 1, perplexity: null, bitsPerByte: null, tokens: 0, tokensEvaluated: 64, ms: 5, seesSuffix: true }] });
    expect(kept.state.weights).toMatchObject({ bytes: 600, members: [{ bitsPerByte: 2 }] });
    expect(kept.state.completion).toMatchObject({ reason: 'deadline' });
    expect(kept.state.history).toHaveLength(1);
  });

  it('says whether what it shows is about the document in front, also where names are the same', () => {
    const { front, finish, model: kept } = model();
    expect(kept.state.front).toBeNull();
    front.fire({ document: 'orders.ts', uri: 'file:///orders.ts' });
    expect(kept.state.front).toEqual({ document: 'orders.ts', weights: false, completion: false });
    finish();
    expect(kept.state.front).toEqual({ document: 'orders.ts', weights: true, completion: true });
    finish({ members: [], pieces: [], text: '', reason: 'excluded', source: 'none' }, 0, 'file:///other/orders.ts');
    expect(kept.state.front).toEqual({ document: 'orders.ts', weights: true, completion: false });
    front.fire({ document: 'orders.ts', uri: 'file:///other/orders.ts' });
    expect(kept.state.front).toEqual({ document: 'orders.ts', weights: false, completion: true });
    front.fire(null);
    expect(kept.state.front).toBeNull();
  });

  it('gives pinned weights as shares', () => {
    const { pinned, model: kept } = model();
    pinned.fire({ a: 3, b: 1 });
    expect(kept.state.pinned).toEqual([{ id: 'a', share: 0.75 }, { id: 'b', share: 0.25 }]);
    pinned.fire({ a: 0 });
    expect(kept.state.pinned).toEqual([{ id: 'a', share: 0 }]);
    pinned.fire(null);
    expect(kept.state.pinned).toBeNull();
  });

  it('tells what a completion took, what else there was and what was saved', () => {
    const { finish, model: kept } = model();
    finish({ alternatives: [{ member: 'b', text: 'y' }], degraded: { level: 'top-member', without: ['b'], why: 'b is slow.' } });
    expect(kept.state.completion).toMatchObject({ evaluated: 2, reused: 8, alternatives: [{ member: 'b', text: 'y' }], degraded: { level: 'top-member', why: 'b is slow.' } });
    finish();
    expect(kept.state.completion).toMatchObject({ alternatives: [], degraded: null });
  });

  it('follows the engine, the pack and the loading', () => {
    const { state, load, pack: loaded, info, model: kept, changes } = model();
    info.fire({ kind: 'starter', advice: 'Get more.' });
    load.fire({ id: 'a', path: '/p', state: 'loading', done: 0.5 });
    expect(kept.state.loading).toEqual([{ id: 'a', done: 0.5 }]);
    load.fire({ id: 'a', path: '/p', state: 'ready', done: 1 });
    loaded.fire(pack);
    state.fire({ kind: 'ready', busy: true });
    expect(kept.state).toMatchObject({ pack: { kind: 'starter' }, loading: [], members: [{ id: 'a', fim: false }], engine: { kind: 'busy' } });
    state.fire({ kind: 'disabled', failure: failures.engineDisabled(5, 3) });
    expect(changes.at(-1)).toMatchObject({ engine: { kind: 'disabled', fix: expect.stringMatching(/Restart/u) as string } });
  });

  it('lets no path cross', () => {
    const { pack: loaded, changes } = model();
    loaded.fire(pack);
    expect(changes[0]?.library).toMatch(/^llama\.cpp \S+, node-llama-cpp \S+$/);
    expect(changes[0]?.leftOut).toEqual([{ id: 'b', message: 'b.gguf is damaged: it ends early.', fix: 'Download the model again.' }]);
    expect(JSON.stringify(changes)).not.toContain('someone');
  });

  it('keeps the weights of the last request that had any', () => {
    const { finish, model: kept } = model();
    finish();
    finish({ members: [], pieces: [], text: '', reason: 'excluded', source: 'none' });
    expect(kept.state.weights?.members).toHaveLength(1);
    expect(kept.state.completion?.reason).toBe('excluded');
    expect(kept.state.history).toHaveLength(1);
  });

  it('forgets cancelled requests and the oldest history', () => {
    const { finish, model: kept, changes } = model();
    finish({ reason: 'cancelled', pieces: [] });
    expect(changes).toEqual([]);
    finish({ source: 'typing-as-suggested' });
    expect(kept.state.history).toEqual([]);
    for (let at = 0; at < historyLength + 5; at++) finish({}, at);
    expect(kept.state.history.map(({ at }) => at)).toEqual(Array.from({ length: historyLength }, (_, index) => index + 5));
  });

  it('sends only what its own page accepts, however long the completion', () => {
    const { finish, changes } = model();
    const piece = { text: 'y'.repeat(5000), member: 'a', probability: 1, byMember: { a: 1 } };
    finish({ pieces: Array.from({ length: maximumPieces + 1 }, () => piece), why: 'w'.repeat(9000) });
    const message = hostMessage({ type: 'state', state: changes[0] });
    expect(message?.state.completion).toMatchObject({ truncated: true });
    expect(message?.state.completion?.pieces).toHaveLength(maximumPieces);
  });

  it('listens to nothing after it is disposed', () => {
    const { finish, model: kept, changes } = model();
    kept.dispose();
    finish();
    expect(changes).toEqual([]);
  });
});
