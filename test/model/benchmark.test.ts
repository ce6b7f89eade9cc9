import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock, type Clock } from '../../src/base/clock.ts';
import type { Disposable } from '../../src/base/disposables.ts';
import { Emitter } from '../../src/base/emitter.ts';
import { inEnglish } from '../../src/base/translate.ts';
import { benchmark } from '../../src/editor/benchmark/benchmark.ts';
import { editorSettingsFrom } from '../../src/editor/settings/editorSettings.ts';
import { maskedLines, type MaskedLine } from '../../src/evaluation/workspace/maskedLines.ts';
import { isInterval } from '../../src/evaluation/report/report.ts';
import type { Engine } from '../../src/host/engine.ts';
import { editorDefaults } from '../../src/protocol/editorSettings.ts';
import { completing, ServerUnderTest, starterPack } from './starterPack.ts';

const folder = 'test/samples/python';
const sample = 3;
const engine = new ServerUnderTest();
let lines: readonly MaskedLine[] = [];
let texts: ReadonlyMap<string, string> = new Map();

/** Every wait is over at once. */
class HurriedClock implements Clock {
  #skipped = 0;

  now(): number {
    return systemClock.now() + this.#skipped;
  }

  after(ms: number, run: () => void): Disposable {
    this.#skipped += ms;
    return systemClock.after(0, run);
  }
}

beforeAll(async () => {
  const paths = (await readdir(folder)).filter((path) => path.endsWith('.py')).slice(0, 3);
  texts = new Map(await Promise.all(paths.map(async (path) => [path, await readFile(join(folder, path), 'utf8')] as const)));
  lines = await maskedLines(paths.map((path) => ({ id: path, path })), ({ id }) => Promise.resolve(texts.get(id) ?? null), { sample, seed: 1 });
  await engine.load(starterPack());
  await engine.ask('workspace', { clear: true, documents: [...texts].map(([id, text]) => ({ id, text })), removed: [] });
});
afterAll(() => engine.server.dispose());

describe('the benchmark of a small folder', () => {
  it('has everyone write and foresee each line, and gives way to a completion', async () => {
    let questions = 0;
    const typed: Promise<unknown>[] = [];
    const ask = ((method, params, { signal = new AbortController().signal, background = false } = {}) => {
      const answer = engine.server.answer(method, params, { signal, background, stream: () => undefined });
      questions += 1;
      if (questions === 2) typed.push(engine.ask('complete', completing('def total(items):\n    return ')));
      return answer;
    }) as Engine['ask'];
    const told: string[] = [];
    const { measured, planned, ended, report } = await benchmark(
      { engine: { ask, onPack: new Emitter<null>().event }, clock: new HurriedClock(), onActivity: new Emitter<null>().event, t: inEnglish },
      { lines, members: starterPack().map(({ id }) => id), settings: editorSettingsFrom((name) => editorDefaults[name]).settings, onProgress: (text) => told.push(text) }, new AbortController().signal,
    );
    expect([measured, planned, ended]).toEqual([sample, sample, null]);
    expect(await Promise.all(typed)).toHaveLength(1);
    // The pack with and without the workspace, each member, and two measurements; what gave way was asked again.
    expect(questions).toBeGreaterThan(sample * (2 + starterPack().length + 2));
    expect(told.some((text) => text.includes('waiting while you type'))).toBe(true);
    expect(told[0]).toBe(`0 of ${sample} lines`);
    const [words, written, foreseen] = report.sections;
    expect(words?.text.join(' ')).toContain(`On ${sample} lines of yours the pack wrote`);
    expect(written?.table?.rows.map(([name]) => name)).toEqual(['the pack', 'its models, without the workspace', ...starterPack().map(({ id }) => id)]);
    for (const [, bits = null] of foreseen?.table?.rows ?? []) {
      if (!isInterval(bits)) throw new Error('there is no interval');
      expect(bits.value).toBeGreaterThan(0);
      expect(bits.value).toBeLessThan(8);
      expect(bits.low).toBeLessThanOrEqual(bits.value);
      expect(bits.high).toBeGreaterThanOrEqual(bits.value);
    }
  });
});
