import { describe, expect, test } from 'vitest';
import { Emitter } from '../../../../src/base/emitter.ts';
import { asPackError, failures } from '../../../../src/base/errors.ts';
import { benchmark } from '../../../../src/editor/benchmark/benchmark.ts';
import { benchmarkJson, benchmarkMarkdown } from '../../../../src/editor/benchmark/benchmarkText.ts';
import { fewestLines, obstacleIn, shortageOf } from '../../../../src/editor/benchmark/obstacle.ts';
import { progressText } from '../../../../src/editor/benchmark/progress.ts';
import type { MaskedLine } from '../../../../src/evaluation/workspace/maskedLines.ts';
import type { AskOptions, Engine } from '../../../../src/host/engine.ts';
import type { MeasureReport, MeasureRequest } from '../../../../src/protocol/measure.ts';
import type { LoadReport } from '../../../../src/protocol/reports.ts';
import type { CompletionRequest } from '../../../../src/protocol/requests.ts';
import { ManualClock } from '../../../support/manualClock.ts';
import { plain, settingsWith } from '../support/places.ts';
import { emptyPack, reportOf } from '../support/scriptedEngine.ts';

const members = ['ts', 'prose'];
const target = 'theSecretName();';
const lineAt = (line: number): MaskedLine => ({ id: `a.ts:${line}:1`, prefix: `before ${line} `, suffix: '\nafter', target, document: 'file:///a.ts', path: 'a.ts', language: 'typescript' });

/** An engine in which the pack writes what is masked and no member alone does; each question takes 10 ms. `at` is called with the number of the question. */
function scene(at: (question: number) => void = () => undefined) {
  const clock = new ManualClock();
  const packs = new Emitter<LoadReport | null>();
  const backgrounds: boolean[] = [];
  const ask = (method: string, request: CompletionRequest & MeasureRequest, { background = false, signal }: AskOptions<'complete'> = {}): Promise<unknown> => {
    backgrounds.push(background);
    clock.advance(10);
    try {
      at(backgrounds.length);
    } catch (thrown) {
      return Promise.reject(asPackError(thrown));
    }
    if (signal?.aborted === true) return Promise.reject(failures.cancelled());
    const { only = [], policies } = request;
    if (method === 'complete') return Promise.resolve(reportOf(only.length > 1 ? target : 'no'));
    return Promise.resolve({ bytes: 16, members: only.map((id) => ({ id, bits: 40 })), policies: policies.map(() => ({ bits: 20 })) } as unknown as MeasureReport);
  };
  const progress: [string, number][] = [];
  const run = (lines = 12, signal = new AbortController().signal) => benchmark(
    { engine: { ask: ask as unknown as Engine['ask'], onPack: packs.event }, clock, onActivity: new Emitter<unknown>().event, t: plain },
    { lines: Array.from({ length: lines }, (_, line) => lineAt(line)), members, settings: settingsWith(), onProgress: (text, done) => progress.push([text, done]) }, signal,
  );
  return { packs, backgrounds, progress, run };
}

describe('a benchmark', () => {
  test('says at the top whether fusing pays, and is never in anybody’s way', async () => {
    const { run, backgrounds } = scene();
    const result = await run();
    expect([result.measured, result.planned, result.ended]).toEqual([12, 12, null]);
    expect(backgrounds).toHaveLength(12 * 6);
    expect(backgrounds).not.toContain(false);
    expect(result.report.sections[0]?.text.slice(0, 2)).toEqual([
      'On these files fusing pays, if the time is worth it to you.',
      'On 12 lines of yours the pack wrote 100 % exactly; the best single model, ts, 0 %. That is more than chance explains: 95 % of the resamples lie from 12 to 12 lines.',
    ]);
  });

  test('tells how far it is, and how long it will take', async () => {
    const { run, progress } = scene();
    await run();
    expect(progress[0]).toEqual(['0 of 12 lines', 0]);
    expect(progress[3]).toEqual(['3 of 12 lines, 10 s left', 0.25]);
  });

  test('tells what it has when it is cancelled, and says so', async () => {
    const controller = new AbortController();
    const { run } = scene((question) => {
      if (question === 6 * 5 + 3) controller.abort();
    });
    const result = await run(12, controller.signal);
    expect([result.measured, result.ended?.code]).toEqual([5, 'cancelled']);
    expect(benchmarkMarkdown(result, plain)).toContain('Stopped after 5 of 12 lines; these figures are about them.');
    expect(benchmarkMarkdown(result, plain)).toContain('- Lines: 5 of 12');
  });

  test('ends for another pack, but not for the same one that was loaded anew', async () => {
    const loaded = (ids: readonly string[]): LoadReport => ({ ...emptyPack, members: ids.map((id) => ({ id })) as unknown as LoadReport['members'] });
    const { run, packs } = scene((question) => {
      if (question === 4) packs.fire(loaded(members));
      if (question === 6 * 3) packs.fire(loaded(['ts']));
    });
    const result = await run();
    expect([result.measured, result.ended?.code]).toEqual([2, 'cancelled']);
  });

  test('keeps what was measured when the engine fails for good', async () => {
    const { run } = scene((question) => {
      if (question > 6) throw failures.engineDisabled(3, 5);
    });
    const result = await run();
    expect([result.measured, result.ended?.code]).toEqual([1, 'engine-disabled']);
  });

  test('is exported as figures without a word of the files', async () => {
    const result = await scene().run();
    const exported = benchmarkJson(result);
    expect(JSON.parse(exported)).toMatchObject({ lines: { planned: 12, measured: 12 }, members, seed: 1, title: 'The pack on this workspace' });
    for (const text of [exported, benchmarkMarkdown(result, plain)]) {
      expect(text).not.toContain('theSecretName');
      expect(text).not.toContain('a.ts');
    }
    expect(exported).toContain('without the workspace');
  });
});

describe('progress in words', () => {
  test.each([
    [{ done: 12, planned: 50, spentMs: 60_000, waiting: false }, '12 of 50 lines, 3 min left'],
    [{ done: 48, planned: 50, spentMs: 240_000, waiting: false }, '48 of 50 lines, 10 s left'],
    [{ done: 0, planned: 50, spentMs: 9, waiting: false }, '0 of 50 lines'],
    [{ done: 3, planned: 50, spentMs: 9, waiting: true }, '3 of 50 lines, waiting while you type'],
  ])('%j: %s', (advance, text) => expect(progressText(advance, plain)).toBe(text));
});

describe('what stands in the way', () => {
  const fine = { folders: 1, trusted: true, running: false };

  test.each([
    [{ ...fine, folders: 0 }, 'workbench.action.files.openFolder'], [{ ...fine, trusted: false }, 'workbench.trust.manage'], [{ ...fine, folders: 0, trusted: false }, 'workbench.action.files.openFolder'],
  ])('%j is told with the command that helps', (state, command) => expect(obstacleIn(state, plain)?.fix?.command).toBe(command));

  test('is nothing in a trusted folder, and a run that is under way', () => {
    expect(obstacleIn(fine, plain)).toBeNull();
    expect(obstacleIn({ ...fine, running: true }, plain)?.text).toContain('running already');
  });

  test('are too few lines, and the settings that leave files out', () => {
    expect(shortageOf(fewestLines, plain)).toBeNull();
    expect(shortageOf(fewestLines - 1, plain)?.text).toContain(`Only ${fewestLines - 1} lines`);
    expect(shortageOf(0, plain)?.fix?.arguments).toEqual(['packllm.excludedFiles']);
  });
});
