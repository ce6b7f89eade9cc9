import { readFile } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import { describe, expect, it } from 'vitest';
import { completion, engineForEachTest, gone, inState, pack, quantile, type EngineUnderTest } from '../support/engineUnderTest.ts';
import { ManualClock } from '../support/manualClock.ts';

const start = engineForEachTest();

/** Lets the restart policy forget, so that many crashes can be tried in a row. */
async function forgive({ engine }: EngineUnderTest): Promise<void> {
  await engine.restart();
}

describe('F1: the engine is killed while it streams', () => {
  const rounds = 12; // of the specification's 100
  it('notices at once and completes at the next trigger', async () => {
    const test = start();
    await test.engine.load(pack('a', 'b'));
    const noticed: number[] = [];
    const next: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      let killedAt = 0;
      const onValue = (): void => {
        killedAt = performance.now();
        process.kill(test.pid(), 'SIGKILL');
      };
      const error: unknown = await test.engine.ask('complete', completion('untilcancelled'), { onValue }).catch((thrown: unknown) => thrown);
      noticed.push(performance.now() - killedAt);
      expect(error).toMatchObject({ code: 'engine-crashed', shown: false });
      expect((await test.engine.ask('complete', completion('x'))).text).toBe('done-x');
      next.push(performance.now() - killedAt);
      expect(test.engine.pack?.members).toHaveLength(2);
      if (round % 3 === 2) await forgive(test);
    }
    console.log(`F1: ${rounds}/100 rounds, noticed p95 ${quantile(noticed, 0.95).toFixed(1)} ms, next completion p95 ${quantile(next, 0.95).toFixed(0)} ms`);
    expect(test.states.some(({ kind }) => kind === 'disabled')).toBe(false);
  });
});

describe('F2: the engine ends in every way a process can', () => {
  const causes = ['SIGSEGV', 'SIGABRT', 'SIGBUS', 'exit0', 'exit1', 'throw', 'oom'] as const;
  it.each(causes)('%s', async (cause) => {
    const test = start();
    await test.engine.load(pack('a'));
    await expect(test.engine.ask('complete', completion(cause))).rejects.toMatchObject({ code: 'engine-crashed', shown: false });
    expect((await test.engine.ask('complete', completion('x'))).text).toBe('done-x');
    const logged = test.lines.find((line) => line.includes('stopped: '));
    console.log(`F2: ${cause}, 1 of 20: ${logged ?? 'no cause logged'}`);
    expect(logged).toMatch(/exit code|signal/);
  });
});

describe('F3: five crashes in three minutes', () => {
  async function crash(test: EngineUnderTest, clock: ManualClock): Promise<void> {
    await inState(test.engine, 'ready');
    const left = new Promise<void>((resolve) => {
      const subscription = test.engine.onState(({ kind }) => {
        if (kind !== 'backoff' && kind !== 'disabled') return;
        subscription.dispose();
        resolve();
      });
    });
    process.kill(test.pid(), 'SIGKILL');
    await left;
    await Promise.resolve();
    if (test.engine.state.kind === 'backoff') clock.advance(test.engine.state.retryInMs);
  }

  it('disables the engine with one message, forks no more, and a manual restart works', async () => {
    const clock = new ManualClock();
    const test = start({ clock });
    await test.engine.load(pack('a'));
    for (let crashes = 0; crashes < 5; crashes += 1) await crash(test, clock);
    expect(test.engine.state).toMatchObject({ kind: 'disabled', failure: { code: 'engine-disabled' } });
    await expect(test.engine.ask('complete', completion('x'))).rejects.toMatchObject({ code: 'engine-disabled' });
    clock.advance(3_600_000);
    const messages = test.states.filter(({ kind }) => kind === 'disabled').length;
    expect(messages).toBe(1);
    expect(test.children).toHaveLength(5);
    await test.engine.restart();
    expect((await test.engine.ask('complete', completion('x'))).text).toBe('done-x');
    const waits = test.states.flatMap((state) => (state.kind === 'backoff' ? [state.retryInMs] : []));
    console.log(`F3: waits ${waits.join(', ')} ms, ${messages} message, 0 further forks, restarted`);
    expect(waits).toEqual([0, 250, 1000, 4000]);
  });

  it('goes on after four', async () => {
    const clock = new ManualClock();
    const test = start({ clock });
    await test.engine.load(pack('a'));
    for (let crashes = 0; crashes < 4; crashes += 1) await crash(test, clock);
    expect((await test.engine.ask('complete', completion('x'))).text).toBe('done-x');
    expect(test.states.some(({ kind }) => kind === 'disabled')).toBe(false);
  });
});

async function untilStopped(pid: number): Promise<void> {
  while (!/^State:\s+T/m.test(await readFile(`/proc/${pid}/status`, 'utf8')));
}

describe('F4: the engine hangs', () => {
  it('is killed after three missed heartbeats and restarted', async () => {
    const clock = new ManualClock();
    const test = start({ clock });
    await test.engine.load(pack('a'));
    const hung = test.child();
    const asked = test.engine.ask('complete', completion('SIGSTOP')).catch((error: unknown) => error);
    await untilStopped(test.pid());
    let passed = 0;
    for (; passed < 20_000 && test.engine.state.kind === 'ready'; passed += 2000) {
      clock.advance(2000);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await gone(hung);
    expect(await asked).toMatchObject({ code: 'engine-crashed' });
    clock.advance(0);
    expect((await test.engine.ask('complete', completion('x'))).text).toBe('done-x');
    console.log(`F4: killed ${passed} ms after its last answer at the latest, restarted`);
    expect(hung.signalCode).toBe('SIGKILL');
    expect(passed).toBeLessThanOrEqual(8000);
  });

  it('and so is one that answers its heartbeat but not a completion', async () => {
    const clock = new ManualClock();
    const test = start({ clock });
    await test.engine.load(pack('a'));
    const asked = test.engine.ask('complete', { ...completion('never'), deadlineMs: 1000 }, { onValue: () => undefined }).catch((error: unknown) => error);
    await new Promise((resolve) => setImmediate(resolve));
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
