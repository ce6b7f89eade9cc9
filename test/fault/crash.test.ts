import { performance } from 'node:perf_hooks';
import { describe, expect, it } from 'vitest';
import { completion, engineForEachTest, inState, pack, quantile, type EngineUnderTest } from '../support/engineUnderTest.ts';
import { fault } from '../support/faults.ts';
import { ManualClock } from '../support/manualClock.ts';
import { inside, line, realEntry, realPack, sourceText, starterFiles, whileStreaming } from '../support/realEngine.ts';
import { SkippingClock } from '../support/skippingClock.ts';

const start = engineForEachTest();

/** Longer than the restart policy remembers, ms. */
const longAgo = 200_000;

const next = (test: EngineUnderTest): Promise<unknown> => test.engine.ask('complete', line(sourceText.slice(0, 400)));

describe('F1: the engine is killed while it streams', () => {
  const { rounds, figure } = fault('F1', { ci: 3, all: 100, unit: 'rounds' });

  it('F1 is noticed at once, and the next trigger completes', async () => {
    const clock = new SkippingClock();
    const test = start({ entry: realEntry, clock });
    await test.engine.load(realPack());
    const noticed: number[] = [];
    const completed: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      let killedAt = 0;
      const outcome = await whileStreaming(test, () => {
        killedAt = performance.now();
        process.kill(test.pid(), 'SIGKILL');
      });
      noticed.push(performance.now() - killedAt);
      expect(outcome).toMatchObject({ code: 'engine-crashed', shown: false });
      expect(await next(test)).toMatchObject({ members: starterFiles.map((_, at) => ({ id: `m${at}` })) });
      completed.push(performance.now() - killedAt);
      clock.skip(longAgo);
    }
    figure(`${completed.length}/${rounds} recovered, noticed p95 ${quantile(noticed, 0.95).toFixed(0)} ms, next completion p50 ${quantile(completed, 0.5).toFixed(0)} ms, p95 ${quantile(completed, 0.95).toFixed(0)} ms`);
    expect(test.states.some(({ kind }) => kind === 'disabled')).toBe(false);
    expect(test.children).toHaveLength(rounds + 1);
    expect(quantile(noticed, 0.5)).toBeLessThan(1000);
    expect(quantile(completed, 0.5)).toBeLessThan(20_000);
  });
});

describe('F2: the engine ends in every way a process can', () => {
  const { rounds, figure } = fault('F2', { ci: 1, all: 20, unit: 'rounds of each of 7 causes' });
  const byItself = {
    exit0: { signal: 'SIGUSR2', act: 'process.exit(0)', logged: /exit code 0/ },
    exit1: { signal: 'SIGHUP', act: 'process.exit(1)', logged: /exit code 1/ },
    throw: { signal: 'SIGINT', act: "throw new Error('on purpose')", logged: /exit code 1/ },
    oom: { signal: 'SIGTERM', act: 'for (const held = [];;) held.push(new Array(1e6).fill(held.length))', logged: /JavaScript heap out of memory/ },
  } as const;
  const causes = [
    ...(['SIGSEGV', 'SIGABRT', 'SIGBUS'] as const).map((signal) => ({ signal, logged: new RegExp(`signal ${signal}`) })),
    ...Object.values(byItself),
  ];
  const handlers = Object.values(byItself).map(({ signal, act }) => `process.once('${signal}', () => { ${act} });`).join('');

  it('F2 next completion follows, and the log names the cause', async () => {
    const clock = new SkippingClock();
    const test = start({ entry: realEntry, clock, nodeOptions: () => ['--max-old-space-size=160', ...inside(handlers)] });
    await test.engine.load(realPack());
    let recovered = 0;
    let named = 0;
    for (const { signal, logged } of causes) {
      for (let round = 0; round < rounds; round += 1) {
        const lines = test.lines.length;
        const outcome = await whileStreaming(test, () => process.kill(test.pid(), signal));
        expect(outcome, signal).toMatchObject({ code: 'engine-crashed', shown: false });
        expect(await next(test), signal).toMatchObject({ members: starterFiles.map((_, at) => ({ id: `m${at}` })) });
        recovered += 1;
        if (test.lines.slice(lines).some((text) => logged.test(text))) named += 1;
        clock.skip(longAgo);
      }
    }
    const all = rounds * causes.length;
    figure(`${recovered}/${all} recovered, ${named}/${all} causes named in the log`);
    expect(named).toBe(all);
    expect(test.states.some(({ kind }) => kind === 'disabled')).toBe(false);
  });
});

describe('F3: five crashes in three minutes', () => {
  const { figure } = fault('F3', { ci: 1, all: 1, unit: 'round' });

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

  it('F3 disables the engine with one message, forks no more, and a manual restart works', async () => {
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
    figure(`waits ${waits.join(', ')} ms, ${messages} message, 0 further forks, restarted by hand`);
    expect(waits).toEqual([0, 250, 1000, 4000]);
  });

  it('F3 goes on after four', async () => {
    const clock = new ManualClock();
    const test = start({ clock });
    await test.engine.load(pack('a'));
    for (let crashes = 0; crashes < 4; crashes += 1) await crash(test, clock);
    expect((await test.engine.ask('complete', completion('x'))).text).toBe('done-x');
    expect(test.states.some(({ kind }) => kind === 'disabled')).toBe(false);
  });
});
