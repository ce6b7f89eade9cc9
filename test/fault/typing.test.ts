import { performance } from 'node:perf_hooks';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import { PackError } from '../../src/base/errors.ts';
import { silentLogger } from '../../src/base/logger.ts';
import { seededRandom } from '../../src/base/random.ts';
import { Completer } from '../../src/editor/completion/completer.ts';
import { completion, engineForEachTest, pack, quantile } from '../support/engineUnderTest.ts';
import { fault } from '../support/faults.ts';
import { line, realEntry, realPack, sourceText, starterFiles, writing } from '../support/realEngine.ts';
import { at, settingsWith } from '../unit/editor/support/places.ts';

const start = engineForEachTest();

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('F16: keystrokes come faster than completions', () => {
  const { rounds, figure } = fault('F16', { ci: 200, all: 1000, unit: 'keystrokes' });
  /** Keystrokes in a row before the writer waits to see what comes. */
  const burst = 10;

  it('F16 the real engine runs one request, and each cancelled one makes way', async () => {
    const test = start({ entry: realEntry });
    await test.engine.load(realPack());
    const completer = new Completer({ engine: test.engine, clock: systemClock, logger: silentLogger, settings: () => settingsWith({ prefetch: false, deadlineMs: 30_000 }) });
    const random = seededRandom(16);
    let open = 0;
    let mostOpen = 0;
    let cancelled = 0;
    completer.onReport(({ report }) => {
      if (report.reason === 'cancelled') cancelled += 1;
    });
    let latest = new AbortController();
    let answered: Promise<unknown> = Promise.resolve();
    for (let key = 1; key <= rounds; key += 1) {
      latest.abort();
      latest = new AbortController();
      mostOpen = Math.max(mostOpen, (open += 1));
      answered = completer.complete(at(`${sourceText.slice(0, 600 + key)}|\n`), 'manual', latest.signal).finally(() => (open -= 1));
      if (key % burst === 0) await answered;
      else for (let turns = 1 + Math.floor(random() * 8); turns > 0; turns -= 1) await turn();
    }
    await answered;
    const { mostRunning, mostWaiting, started } = completer.counts;
    completer.dispose();
    figure(`at most ${mostRunning} running and ${mostWaiting} waiting, ${started} sent, ${cancelled} cancelled`);
    expect(mostRunning).toBe(1);
    expect(mostWaiting).toBeLessThanOrEqual(1);
    expect(started).toBeGreaterThan(rounds / burst / 2);
    expect(cancelled).toBeGreaterThan(0);
    expect(test.children).toHaveLength(1);
  });

  it('F16 the real engine leaves a cancelled request for the next one', async () => {
    const test = start({ entry: realEntry });
    await test.engine.load(realPack());
    const random = seededRandom(61);
    const took: number[] = [];
    let cancelled = 0;
    for (let key = 1; key <= rounds; key += 1) {
      const abort = new AbortController();
      let onValue = (): void => undefined;
      const streaming = new Promise<void>((resolve) => (onValue = resolve));
      const first = test.engine.ask('complete', writing(sourceText.slice(0, 600 + key)), { signal: abort.signal, onValue }).then(() => undefined, () => (cancelled += 1));
      // Half of them while they are written, the others while they are read or weighed.
      if (key % 2 === 0) await Promise.race([streaming, first]);
      else for (let turns = Math.floor(random() * 60); turns > 0; turns -= 1) await turn();
      abort.abort();
      const next = await test.engine.ask('complete', line(sourceText.slice(0, 601 + key), { maxBytes: 1 }));
      took.push(next.timing.queueMs + next.timing.promptMs);
      await first;
    }
    figure(`${cancelled} of ${rounds} cancelled on their way, all members had read the next one p50 ${quantile(took, 0.5).toFixed(1)} ms, p95 ${quantile(took, 0.95).toFixed(1)} ms after it arrived, at most ${Math.max(...took).toFixed(1)} ms`);
    expect(cancelled).toBeGreaterThan(rounds / 2);
    expect(quantile(took, 0.5)).toBeLessThan(1000);
    expect(test.children).toHaveLength(1);
  });

  it('F16 no text of one keystroke reaches another', async () => {
    const test = start();
    await test.engine.load(pack('a'));
    let stale = 0;
    let answers = 0;
    let latest = new AbortController();
    const all: Promise<void>[] = [];
    for (let key = 0; key < 1000; key += 1) {
      latest.abort();
      latest = new AbortController();
      const { signal } = latest;
      const heard = (text: string): void => {
        answers += 1;
        if (signal.aborted || !text.endsWith(`-key-${key}`)) stale += 1;
      };
      all.push(test.engine.ask('complete', completion(`key-${key}`), { signal, onValue: ({ text }) => heard(text) }).then(({ text }) => heard(text), (thrown: unknown) => expect(thrown).toMatchObject({ code: 'cancelled' })));
      if (key % 3 === 0) await turn();
      if (key % burst === 0) await all.at(-1);
    }
    await Promise.all(all);
    figure(`${stale} stale texts in ${answers} answers to 1,000 keystrokes, of an engine that says what it was asked`);
    expect(stale).toBe(0);
    expect(answers).toBeGreaterThanOrEqual(200);
  });
});

describe('F17: members and settings change while a completion is written', () => {
  const { rounds, figure } = fault('F17', { ci: 10, all: 500, unit: 'sequences' });

  it('F17 what was asked ends quietly, and what is asked next gets the new set', async () => {
    const test = start({ entry: realEntry });
    const random = seededRandom(17);
    await test.engine.load(realPack());
    let shown = 0;
    let whole = 0;
    let right = 0;
    const began = performance.now();
    for (let round = 0; round < rounds; round += 1) {
      const files = starterFiles.filter((_, index) => random() < 0.6 || index === round % starterFiles.length);
      const request = realPack(files, { contextSize: random() < 0.5 ? 512 : 1024, threads: 1 + Math.floor(random() * 3) });
      const changes: Promise<unknown>[] = [];
      const cancels = random() < 0.5;
      const abort = new AbortController();
      // The editor cancels the request that is on its way; others wait for theirs.
      const change = (): void => {
        if (cancels) abort.abort();
        if (changes.length === 0) changes.push(test.engine.load(request));
      };
      const early = random() < 0.2;
      const question = { ...writing(sourceText.slice(0, 300 + Math.floor(random() * 900))), maxBytes: 80 };
      const asked = test.engine.ask('complete', question, { signal: abort.signal, ...(early ? {} : { onValue: change }) }).catch((thrown: unknown) => thrown);
      if (early) change();
      const outcome = await asked;
      change();
      await Promise.all(changes);
      if (outcome instanceof PackError) shown += outcome.shown ? 1 : 0;
      else whole += 1;
      const report = await test.engine.ask('complete', line(sourceText.slice(0, 400)));
      if (report.members.map(({ id }) => id).join() === files.map((_, index) => `m${index}`).join() && test.engine.pack?.members.length === files.length) right += 1;
    }
    figure(`${right}/${rounds} answered by the new set, ${shown} visible errors, ${whole} completions whole all the same, ${((performance.now() - began) / rounds).toFixed(0)} ms a sequence`);
    expect(shown).toBe(0);
    expect(right).toBe(rounds);
    expect(test.children).toHaveLength(1);
  });
});
