import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { failures } from '../../../src/base/errors.ts';
import { changed, defaultPolicy } from '../../../src/evaluation/policy.ts';
import { runnable, type RunPlan, type Study } from '../../../src/evaluation/run/study.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'packllm-run-'));
});
afterEach(() => rm(folder, { recursive: true }));

const never = { ask: () => Promise.reject(failures.internal('nobody should ask')) };
const plan = (settings: RunPlan['settings'] = { seed: 1 }): RunPlan => ({ folder, settings, resampling: { seed: 1, resamples: 10 }, onProgress: () => undefined });

/** Each result is how many there were before; `stopAt` aborts while that item is measured. */
function counting(measured: string[], stopAt: string | null = null, controller = new AbortController()): { readonly study: Study<number>; readonly controller: AbortController } {
  const study: Study<number> = {
    items: ['a', 'b', 'c', 'd'],
    outcome: v.number(),
    measure(item, earlier) {
      if (item === stopAt) {
        controller.abort(failures.cancelled());
        return Promise.reject(failures.cancelled());
      }
      measured.push(item);
      return Promise.resolve(earlier.size);
    },
    report: (results) => ({ title: [...results].map(([item, value]) => `${item}${value}`).join(), sections: [] }),
  };
  return { study, controller };
}

describe('a run', () => {
  it('goes on where it was interrupted, and comes to the same report', async () => {
    const measured: string[] = [];
    const first = counting(measured, 'c');
    await expect(runnable(first.study).run(plan(), never, first.controller.signal)).rejects.toMatchObject({ code: 'cancelled' });
    const report = await runnable(counting(measured).study).run(plan(), never, new AbortController().signal);
    expect(measured).toEqual(['a', 'b', 'c', 'd']);
    expect(report.title).toBe('a0,b1,c2,d3');
  });

  it('measures a result again whose line was cut off, and what came after it', async () => {
    await runnable(counting([]).study).run(plan(), never, new AbortController().signal);
    const path = join(folder, 'results.jsonl');
    const whole = await readFile(path, 'utf8');
    await writeFile(path, whole.slice(0, -5));
    const measured: string[] = [];
    const report = await runnable(counting(measured).study).run(plan(), never, new AbortController().signal);
    expect(measured).toEqual(['d']);
    expect(report.title).toBe('a0,b1,c2,d3');
    expect(await readFile(path, 'utf8')).toBe(whole);
  });

  it('tries an item again when the engine stopped, a few times', async () => {
    const failing = (times: number): { readonly study: Study<number>; readonly tries: () => number } => {
      let tries = 0;
      const measure = (): Promise<number> => {
        tries += 1;
        return tries <= times ? Promise.reject(failures.engineCrashed('it was killed')) : Promise.resolve(tries);
      };
      return { study: { ...counting([]).study, items: ['a'], measure }, tries: () => tries };
    };
    expect((await runnable(failing(2).study).run(plan(), never, new AbortController().signal)).title).toBe('a3');
    await rm(join(folder, 'results.jsonl'));
    const hopeless = failing(100);
    await expect(runnable(hopeless.study).run(plan(), never, new AbortController().signal)).rejects.toMatchObject({ code: 'engine-crashed' });
    expect(hopeless.tries()).toBe(3);
  });

  it('refuses a folder with results of other settings, and leaves them as they are', async () => {
    await runnable(counting([]).study).run(plan(), never, new AbortController().signal);
    const before = await readFile(join(folder, 'results.jsonl'), 'utf8');
    await expect(runnable(counting([]).study).run(plan({ seed: 2 }), never, new AbortController().signal)).rejects.toMatchObject({ code: 'document-unreadable' });
    expect(await readFile(join(folder, 'results.jsonl'), 'utf8')).toBe(before);
  });
});

describe('changing a policy', () => {
  it('reaches the weighting, the precision and the policy itself', () => {
    const policy = changed(defaultPolicy, { windowBytes: '300', 'precision.epsilon': '1e-3', pooling: 'log-linear' });
    expect(policy.weighting.windowBytes).toBe(300);
    expect(policy.precision).toEqual({ epsilon: 0.001 });
    expect(policy.pooling).toBe('log-linear');
  });

  it.each([{ windowBytes: 'many' }, { nonsense: '1' }, { minimumWeight: '2' }, { 'precision.beam': '0' }])('refuses %j', (changes) => {
    expect(() => changed(defaultPolicy, changes)).toThrow(/policy/u);
  });
});
