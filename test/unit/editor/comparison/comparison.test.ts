import { describe, expect, test } from 'vitest';
import { failures } from '../../../../src/base/errors.ts';
import { workspaceMemberId } from '../../../../src/base/workspaceMemberId.ts';
import { Comparison } from '../../../../src/editor/comparison/comparison.ts';
import { promptTail } from '../../../../src/editor/comparison/promptTail.ts';
import type { Engine } from '../../../../src/host/engine.ts';
import { comparisonHostMessage, type Comparison as View } from '../../../../src/protocol/comparisonMessages.ts';
import type { MeasureReport, MeasureRequest } from '../../../../src/protocol/measure.ts';
import type { CompletionReport } from '../../../../src/protocol/reports.ts';
import type { CompletionRequest } from '../../../../src/protocol/requests.ts';
import { at, settingsWith } from '../support/places.ts';
import { emptyPack, reportOf } from '../support/scriptedEngine.ts';

const loaded = (id: string) => ({
  id, name: id, architecture: 'llama', quantisation: 'Q8_0', vocabularySize: 1, tokenizer: 'byte-bpe' as const, fim: null, fimOrder: null, bytesOnDisk: 1, bytesInMemory: 1, contextSize: 1, threads: 1, gpuLayers: 0, loadMs: 1,
});

/** What each member, or the pack (''), does: writes a text or fails. */
type Script = Readonly<Record<string, string | Error>>;

/** Runs a comparison at a place on an engine that does as it is told; every byte of the text `xx` costs member k 1 + k bits. */
async function comparing(script: Script, options: { readonly members?: CompletionReport['members']; readonly signal?: AbortSignal; readonly measure?: () => void } = {}) {
  const views: View[] = [];
  const completions: CompletionRequest[] = [];
  const measurements: MeasureRequest[] = [];
  const engine: Pick<Engine, 'ask' | 'pack'> = {
    pack: { ...emptyPack, members: ['ts', 'prose'].filter((id) => id in script).map(loaded) },
    ask: ((method: string, request: CompletionRequest & MeasureRequest): Promise<CompletionReport | MeasureReport> => {
      options.signal?.throwIfAborted();
      if (method === 'measure') {
        measurements.push(request);
        options.measure?.();
        const bytes = Buffer.byteLength(request.continuation);
        return Promise.resolve({
          bytes, members: (request.only ?? []).map((id, k) => ({ ...reportOf('x').members[0]!, id, bits: bytes * (1 + k), impossible: 0 })),
          policies: [{ bits: bytes / 2, impossible: 0, weights: [], reference: 0, objective: null, weightsMs: 0, forwards: [], delta: null, decisions: [], learnt: null }],
        });
      }
      completions.push(request);
      const outcome = script[request.only?.[0] ?? ''] ?? '';
      return typeof outcome === 'string' ? Promise.resolve(reportOf(outcome, options.members === undefined ? {} : { members: options.members })) : Promise.reject(outcome);
    }),
  };
  const view = at('const a = |;', { excerpts: ['// b.ts\nconst b = 1;\n\n'] });
  const place = { view, prompt: { before: view.before, after: view.after }, settings: settingsWith({ minimumConfidence: 0.3 }), name: 'a.ts', line: 1, at: 7 };
  const fused = await new Comparison(engine, place, (shown) => views.push(shown), options.signal ?? new AbortController().signal).run();
  for (const shown of views) expect(comparisonHostMessage({ type: 'comparison', comparison: shown })).not.toBeNull();
  return { views, last: views.at(-1)!, fused, completions, measurements };
}

const textsOf = ({ texts }: View): readonly unknown[] => texts.map(({ member, outcome }) => [member, outcome.kind === 'written' ? outcome.text : outcome.kind]);

describe('a comparison', () => {
  test('has the pack and then each member alone write, and everybody read every text', async () => {
    const { last, fused, completions, measurements } = await comparing({ '': 'fused', 'ts': 'own', 'prose': 'fused' });
    expect(fused?.text).toBe('fused');
    expect(last.stage).toEqual({ kind: 'done' });
    expect(textsOf(last)).toEqual([[null, 'fused'], ['ts', 'own'], ['prose', 'fused']]);
    expect(completions.map(({ only }) => only)).toEqual([undefined, ['ts'], ['prose']]);
    expect(last.scores.members).toEqual(['ts', 'prose']);
    expect(last.scores.rows).toEqual(Array.from({ length: 3 }, () => ({ byMember: [1, 2], pack: 0.5 })));
    expect(measurements.map(({ continuation }) => continuation)).toEqual(['fused', 'own']);
  });

  test('has everybody read the excerpts of other files that a completion there would have', async () => {
    const { completions, measurements } = await comparing({ '': 'fused', 'ts': 'own' });
    for (const { excerpts } of [...completions, ...measurements]) expect(excerpts).toEqual(['// b.ts\nconst b = 1;\n\n']);
    expect([completions.length, measurements.length]).toEqual([2, 2]);
  });

  test('measures the pack with the weights that it wrote with', async () => {
    const { measurements } = await comparing({ '': 'fused', 'ts': 'own' });
    expect(measurements[0]!.policies[0]!.weighting).toMatchObject({ method: 'manual', pinned: { ts: 0.75, prose: 0.25 }, minimumWeight: 0 });
  });

  test('has the workspace read as well where it took part', async () => {
    const [ts] = reportOf('x').members;
    const { last, measurements } = await comparing({ '': 'fused', 'ts': 'own', }, { members: [ts!, { ...ts!, id: workspaceMemberId }] });
    expect(textsOf(last)).toEqual([[null, 'fused'], ['ts', 'own']]);
    expect(last.scores.members).toEqual(['ts', workspaceMemberId]);
    expect(measurements[0]).toMatchObject({ document: 'file:///a.ts', only: ['ts', workspaceMemberId] });
  });

  test('shows how far it is, from nothing to everything', async () => {
    const { views } = await comparing({ '': 'fused', 'ts': 'own' });
    const stages = views.map(({ stage }) => ('done' in stage ? `${stage.kind} ${stage.done}/${stage.of}` : stage.kind));
    expect([...new Set(stages)]).toEqual(['loading', 'writing 0/2', 'writing 1/2', 'writing 2/2', 'scoring 0/2', 'scoring 1/2', 'scoring 2/2', 'done']);
  });

  test('leaves a gap where a member fails, and none of its texts is scored', async () => {
    const { last } = await comparing({ '': 'fused', 'ts': failures.engineTimeout('it', 5), 'prose': '' });
    expect(textsOf(last)).toEqual([[null, 'fused'], ['ts', 'failed'], ['prose', '']]);
    expect(last.scores.rows).toEqual([{ byMember: [1, 2], pack: 0.5 }, null, null]);
    expect(last.stage).toEqual({ kind: 'done' });
  });

  test.each([
    ['the engine is off', { '': failures.engineDisabled(5, 3), 'ts': 'own' }, failures.engineDisabled(5, 3)],
    ['the engine is switched off meanwhile', { '': 'fused', 'ts': failures.engineDisabled(5, 3) }, failures.engineDisabled(5, 3)],
    ['there are no members', { '': 'fused' }, failures.noMembers()],
  ])('ends with the reason and the way out when %s', async (_name, script, { message, fix }) => {
    const { last } = await comparing(script);
    expect(last.stage).toEqual({ kind: 'failed', message, fix });
  });

  test('keeps what is there when the user has seen enough', async () => {
    const enough = new AbortController();
    const { last, fused } = await comparing({ '': 'fused', 'ts': 'own' }, { signal: enough.signal, measure: () => enough.abort() });
    expect(last.stage).toEqual({ kind: 'cancelled' });
    expect(textsOf(last)).toEqual([[null, 'fused'], ['ts', 'own']]);
    expect(fused?.text).toBe('fused');
  });
});

describe('the prompt that is shown', () => {
  test('is its end and what follows, and tells that there is more', () => {
    const lines = Array.from({ length: 40 }, (_, index) => `line ${index}`).join('\n');
    expect(promptTail(lines, '')).toEqual({ before: lines.split('\n').slice(-8).join('\n'), after: '', earlier: true, later: false });
    expect(promptTail('a', 'b\nc')).toEqual({ before: 'a', after: 'b\nc', earlier: false, later: false });
    const { before, after, later } = promptTail('x'.repeat(5000), 'y'.repeat(5000));
    expect([before.length, after.length, later]).toEqual([1200, 1200, true]);
  });
});
