import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PackError } from '../../src/base/errors.ts';
import { seededRandom } from '../../src/base/random.ts';
import { checkGguf } from '../../src/models/checkGguf.ts';
import { damagedModels } from '../support/damagedModels.ts';
import { engineForEachTest, quantile } from '../support/engineUnderTest.ts';
import { fault } from '../support/faults.ts';
import { buildGguf, soundModel } from '../support/ggufBuilder.ts';
import { mutant, subtleMutant } from '../support/mutants.ts';
import { line, realEntry, realPack, starterFiles } from '../support/realEngine.ts';
import { SkippingClock } from '../support/skippingClock.ts';

let folder: string;
let models: readonly Buffer[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'packllm-hostile-'));
  models = [buildGguf(soundModel), ...(await Promise.all(starterFiles.map((path) => readFile(path))))];
});
afterAll(() => rm(folder, { recursive: true }));

async function verdictOn(path: string): Promise<PackError | 'accepted'> {
  try {
    await checkGguf(path);
    return 'accepted';
  } catch (thrown) {
    if (thrown instanceof PackError) return thrown;
    throw thrown;
  }
}

describe('F12: shapes that are known to stop native code', () => {
  let refused = 0;
  it.each(damagedModels)('F12 %s', async (_, bytes, expected) => {
    const path = join(folder, 'known.gguf');
    await writeFile(path, bytes);
    const verdict = await verdictOn(path);
    expect(verdict === 'accepted' ? verdict : `${verdict.code}: ${verdict.message.replace(folder, '')}`).toMatch(expected);
    refused += 1;
  });
  afterAll(() => console.log(`F12: ${refused} of ${damagedModels.length} known bad shapes refused with their reason`));
});

describe('F10: mutants', () => {
  const { rounds, figure } = fault('F10', { ci: 1000, all: 10_000, unit: 'files' });
  it('F10 get a typed refusal or pass the header check', { timeout: 1_800_000 }, async () => {
    const seed = Math.floor(Math.random() * 2 ** 32);
    const random = seededRandom(seed);
    const ms: number[] = [];
    let accepted = 0;
    const path = join(folder, 'mutant.gguf');
    for (let round = 0; round < rounds; round += 1) {
      // Three in four are small: whatever can be wrong with a header can be wrong there, and writing them takes no time.
      const model = models[random() < 0.75 ? 0 : 1 + Math.floor(random() * (models.length - 1))] ?? Buffer.alloc(0);
      await writeFile(path, mutant(model, random));
      const since = performance.now();
      const verdict = await verdictOn(path);
      ms.push(performance.now() - since);
      if (verdict === 'accepted') accepted += 1;
      else if (verdict.code === 'internal') throw new Error(`seed ${seed}, round ${round}: ${verdict.message}`, { cause: verdict });
    }
    figure(`0 crashes, ${accepted} accepted, p50 ${quantile(ms, 0.5).toFixed(1)} ms, p99 ${quantile(ms, 0.99).toFixed(1)} ms, seed ${seed}`);
    // A generous bound: the promise of 50 ms is for a machine that does nothing else.
    expect(quantile(ms, 0.99)).toBeLessThan(1000);
  });
});

describe('F11: mutants in the engine', () => {
  const start = engineForEachTest();
  const { rounds, figure } = fault('F11', { ci: 24, all: 2000, unit: 'raw mutants, and as many that pass the header check' });

  it('F11 are refused, load, or take down the engine process alone', { timeout: 7_200_000 }, async () => {
    const seed = Math.floor(Math.random() * 2 ** 32);
    const random = seededRandom(seed);
    const clock = new SkippingClock();
    const test = start({ clock, entry: realEntry });
    await test.engine.load(realPack());
    const count = { refused: 0, loaded: 0, wrote: 0, ended: 0, hung: 0 };
    let longest = 0;
    const tryOne = async (bytes: Buffer, name: string): Promise<void> => {
      const path = join(folder, name);
      await writeFile(path, bytes);
      const lives = test.children.length;
      const since = performance.now();
      const report = await test.engine.load(realPack([path], { contextSize: 256 }));
      const [failure] = report.leftOut;
      if (report.members.length > 0) {
        count.loaded += 1;
        const answer = await test.engine.ask('complete', line('export function ', { maxBytes: 8, deadlineMs: 5000 })).catch((thrown: unknown) => thrown);
        if (answer instanceof Error) expect(answer).toBeInstanceOf(PackError);
        else count.wrote += 1;
      } else if (failure?.code !== 'model-quarantined') count.refused += 1;
      longest = Math.max(longest, performance.now() - since);
      if (test.children.length > lives) count.ended += 1;
      if ([...test.quarantined.values()].some((cause) => cause.includes('did not finish'))) count.hung += 1;
      // The restart policy forgets, and the next mutant may have the same name.
      clock.skip(600_000);
      await rm(path);
    };
    const model = models[1] ?? Buffer.alloc(0);
    for (let round = 0; round < rounds; round += 1) {
      await tryOne(mutant(model, random), `raw-${round}.gguf`);
      await tryOne(await accepted(model, random), `accepted-${round}.gguf`);
    }
    // After all that the starter pack loads and writes.
    const sound = await test.engine.load(realPack());
    expect(sound.leftOut).toEqual([]);
    await test.engine.ask('complete', line('export function '));
    figure(`0 host crashes; ${count.refused} refused, ${count.loaded} loaded of which ${count.wrote} wrote, ${count.ended} ended their engine, ${count.hung} hung; longest ${(longest / 1000).toFixed(1)} s, seed ${seed}`);
    expect(test.states.some(({ kind }) => kind === 'disabled')).toBe(false);
  });

  async function accepted(model: Buffer, random: () => number): Promise<Buffer> {
    const path = join(folder, 'candidate.gguf');
    for (;;) {
      const bytes = subtleMutant(model, random);
      await writeFile(path, bytes);
      if ((await verdictOn(path)) === 'accepted') return bytes;
    }
  }
});
