import { readFile } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import { describe, expect, it } from 'vitest';
import { completion, engineForEachTest, gone, pack, quantile, type EngineUnderTest } from '../support/engineUnderTest.ts';
import { fault } from '../support/faults.ts';
import { ManualClock } from '../support/manualClock.ts';
import { line, realEntry, realPack, sourceText, starterFiles, writing } from '../support/realEngine.ts';
import { SkippingClock } from '../support/skippingClock.ts';

const start = engineForEachTest();

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function untilStopped(pid: number): Promise<void> {
  while (!/^State:\s+T/m.test(await readFile(`/proc/${pid}/status`, 'utf8'))) await turn();
}

describe('F4: the engine is stopped', () => {
  const { rounds, figure } = fault('F4', { ci: 1, all: 5, unit: 'rounds at idle, load, prefill and decode each' });
  const moments: Readonly<Record<string, (test: EngineUnderTest, stop: () => void) => Promise<unknown>>> = {
    idle: async (test, stop) => {
      stop();
      await test.engine.ask('describe', null);
    },
    load: (test, stop) => test.engine.load(realPack([...starterFiles].reverse()), { onValue: stop }),
    prefill: (test, stop) => {
      const asked = test.engine.ask('complete', line(sourceText.slice(4000, 6000)));
      setImmediate(stop);
      return asked;
    },
    decode: (test, stop) => test.engine.ask('complete', writing(sourceText.slice(0, 900)), { onValue: stop }),
  };

  it('F4 is killed after three missed heartbeats and comes back; typing goes on meanwhile', async () => {
    const clock = new SkippingClock();
    const test = start({ entry: realEntry, clock });
    await test.engine.load(realPack());
    const killed: number[] = [];
    const back: number[] = [];
    const keystrokes: number[] = [];
    for (const [moment, reach] of Object.entries(moments)) {
      for (let round = 0; round < rounds; round += 1) {
        const hung = test.child();
        let stoppedAt = 0;
        const stop = (): void => {
          if (stoppedAt !== 0) return;
          stoppedAt = performance.now();
          process.kill(hung.pid ?? 0, 'SIGSTOP');
        };
        const reached = reach(test, stop).catch((thrown: unknown) => thrown);
        while (stoppedAt === 0) await turn();
        const died = gone(hung).then(() => performance.now() - stoppedAt);
        while (hung.signalCode === null) {
          keystrokes.push(await typeKey(test));
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
        killed.push(await died);
        expect(await reached, moment).not.toMatchObject({ shown: true });
        expect((await test.engine.ask('complete', line(sourceText.slice(0, 400)))).members, moment).toHaveLength(starterFiles.length);
        back.push(performance.now() - stoppedAt);
        expect(hung.signalCode).toBe('SIGKILL');
        clock.skip(200_000);
      }
    }
    figure(`${back.length}/${rounds * 4} killed and back, killed after at most ${Math.max(...killed).toFixed(0)} ms, back after at most ${Math.max(...back).toFixed(0)} ms, keystroke p99 ${quantile(keystrokes, 0.99).toFixed(2)} ms (${keystrokes.length} keystrokes)`);
    expect(quantile(keystrokes, 0.5)).toBeLessThan(16);
  });

  it('F4 counts heartbeats, whatever the clock of the machine does: seven seconds at most', async () => {
    const clock = new ManualClock();
    const test = start({ clock });
    await test.engine.load(pack('a'));
    const hung = test.child();
    const asked = test.engine.ask('complete', completion('SIGSTOP')).catch((error: unknown) => error);
    await untilStopped(test.pid());
    let passed = 0;
    for (; passed < 20_000 && test.engine.state.kind === 'ready'; passed += 500) {
      clock.advance(500);
      await turn();
    }
    await gone(hung);
    expect(await asked).toMatchObject({ code: 'engine-crashed' });
    clock.advance(0);
    expect((await test.engine.ask('complete', completion('x'))).text).toBe('done-x');
    expect(hung.signalCode).toBe('SIGKILL');
    expect(passed).toBeLessThanOrEqual(7500);
  });

  it('and so is one that answers its heartbeat but not a completion', async () => {
    const clock = new ManualClock();
    const test = start({ clock });
    await test.engine.load(pack('a'));
    const asked = test.engine.ask('complete', { ...completion('never'), deadlineMs: 1000 }, { onValue: () => undefined }).catch((error: unknown) => error);
    await turn();
    while (test.engine.state.kind === 'ready') {
      clock.advance(500);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    expect(await asked).toMatchObject({ shown: false });
  });

  it('but not one whose question waits behind a longer one', async () => {
    const clock = new ManualClock();
    const test = start({ clock });
    await test.engine.load(pack('a'));
    const streams = (deadlineMs: number): Promise<unknown> => new Promise((resolve) => {
      test.engine.ask('complete', { ...completion('untilcancelled'), deadlineMs }, { onValue: resolve }).catch(() => undefined);
    });
    await streams(30_000);
    await streams(1000);
    for (let passed = 0; passed < 30_000; passed += 500) {
      clock.advance(500);
      await test.engine.ask('describe', null);
    }
    expect(test.engine.state.kind).toBe('ready');
    expect(test.children).toHaveLength(1);
  });
});

/** What a keystroke costs the host while the engine does not answer, ms: a question, and its cancellation. */
async function typeKey({ engine }: EngineUnderTest): Promise<number> {
  const began = performance.now();
  const abort = new AbortController();
  const asked = engine.ask('complete', line(sourceText.slice(0, 2000)), { signal: abort.signal }).catch(() => undefined);
  abort.abort();
  await asked;
  return performance.now() - began;
}
