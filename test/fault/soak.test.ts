import { performance } from 'node:perf_hooks';
import { describe, expect, it } from 'vitest';
import { PackError } from '../../src/base/errors.ts';
import { seededRandom } from '../../src/base/random.ts';
import { engineForEachTest, quantile } from '../support/engineUnderTest.ts';
import { line, realEntry, realPack, sourceText, starterFiles } from '../support/realEngine.ts';
import { slope } from '../support/slope.ts';

const start = engineForEachTest();

/** 45 in full (`npm run soak`). */
const minutes = Number(process.env['PACKLLM_SOAK_MINUTES'] ?? 0.25);
/** After what share of the time memory has to be flat: ten of 45 minutes. */
const settledAfter = 10 / 45;
const swapEverySeconds = 60;
const cancelled = 0.05;

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

describe('F20: the soak', () => {
  it('F20 a request a second, some cancelled, models swapped: memory and times stay flat', async () => {
    const test = start({ entry: realEntry });
    const random = seededRandom(20);
    await test.engine.load(realPack());
    const swapEveryMs = Math.min(swapEverySeconds, minutes * 15) * 1000;
    /** While the whole pack is loaded, every other minute. */
    const rss: number[] = [];
    const took: number[] = [];
    let errors = 0;
    let cancels = 0;
    let swaps = 0;
    const began = performance.now();
    let requests = 0;
    // A busy machine answers fewer requests, not a longer soak.
    for (let passed = 0; passed < minutes * 60_000; passed = performance.now() - began) {
      requests += 1;
      if (passed > (swaps + 1) * swapEveryMs) {
        swaps += 1;
        await test.engine.load(realPack(swaps % 2 === 0 ? starterFiles : starterFiles.slice(swaps % 3 === 0 ? 1 : 0, 2)));
      }
      const abort = new AbortController();
      const gaveUp = random() < cancelled;
      const at = 400 + Math.floor(random() * (sourceText.length - 400));
      const asked = performance.now();
      const outcome = test.engine.ask('complete', line(sourceText.slice(Math.max(0, at - 2000), at)), { signal: abort.signal });
      if (gaveUp) setImmediate(() => abort.abort());
      try {
        await outcome;
        took.push(performance.now() - asked);
      } catch (thrown) {
        if (gaveUp && thrown instanceof PackError && thrown.code === 'cancelled') cancels += 1;
        else errors += 1;
      }
      if (swaps % 2 === 0) rss.push((await test.engine.ask('describe', null)).memoryUsed);
      const wait = asked + 1000 - performance.now();
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    }
    const from = Math.floor(rss.length * settledAfter);
    const early = rss.slice(from, from + Math.ceil(rss.length / 10));
    const late = rss.slice(-Math.ceil(rss.length / 10));
    const growth = quantile(late, 0.5) / quantile(early, 0.5) - 1;
    const times = took.slice(Math.floor(took.length * settledAfter));
    const half = Math.floor(times.length / 2);
    const drift = quantile(times.slice(half), 0.95) / quantile(times.slice(0, half), 0.95) - 1;
    console.log(`F20: ${requests} requests, ${cancels} cancelled, ${swaps} swaps, ${errors} errors; RSS ${megabytes(quantile(early, 0.5))} after ${(minutes * settledAfter).toFixed(1)} min, ${megabytes(quantile(late, 0.5))} at the end (${(growth * 100).toFixed(1)} %), slope ${((slope(rss.slice(from)) * rss.length) / minutes / 1000).toFixed(0)} kB a minute; p50 ${quantile(times, 0.5).toFixed(0)} ms, p95 ${quantile(times, 0.95).toFixed(0)} ms, drift of p95 ${(drift * 100).toFixed(0)} % (${minutes} of 45 minutes)`);
    expect(errors).toBe(0);
    expect(test.children).toHaveLength(1);
    if (minutes >= 45) expect(growth).toBeLessThan(0.03);
  });
});
