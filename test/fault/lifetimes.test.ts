import { readFile } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { messagesOf } from '../../src/host/forkEngine.ts';
import { completion, engineForEachTest, gone, isAlive, pack, quantile, type EngineUnderTest } from '../support/engineUnderTest.ts';
import { fault } from '../support/faults.ts';
import { HostProcess } from '../support/hostProcess.ts';
import { ManualClock } from '../support/manualClock.ts';
import { inside, line, realEntry, realPack, sourceText } from '../support/realEngine.ts';

const start = engineForEachTest();

let host: HostProcess | null = null;
afterEach(() => host?.kill());

/** Milliseconds until the process is gone, at most `limitMs`. */
async function untilDead(pid: number, limitMs: number): Promise<number> {
  const began = performance.now();
  while ((await isAlive(pid)) && performance.now() - began < limitMs) await readFile('/proc/self/status');
  return performance.now() - began;
}

describe('F6: the extension host is killed', () => {
  const { rounds, figure } = fault('F6', { ci: 3, all: 50, unit: 'kills' });

  it('F6 no engine is left', async () => {
    const lasted: number[] = [];
    let survivors = 0;
    for (let round = 0; round < rounds; round += 1) {
      host = new HostProcess();
      const { children: [engine = 0] } = await host.ask('activate');
      expect(await isAlive(engine)).toBe(true);
      await host.kill();
      lasted.push(await untilDead(engine, 2000));
      if (await isAlive(engine)) survivors += 1;
    }
    figure(`${survivors} survivors after 2 s, the engine was gone after p50 ${quantile(lasted, 0.5).toFixed(0)} ms, at most ${Math.max(...lasted).toFixed(0)} ms`);
    expect(survivors).toBe(0);
  });
});

describe('F7: the extension is deactivated and activated again', () => {
  const { rounds, figure } = fault('F7', { ci: 4, all: 200, unit: 'reloads' });

  it('F7 nothing of it is left', async () => {
    host = new HostProcess();
    const before = await host.ask('state');
    const seen: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const { children, open } = await host.ask('activate');
      expect(children).toHaveLength(1);
      expect(open.length).toBeGreaterThan(20);
      let after = await host.ask('deactivate');
      expect(after.open).toEqual([]);
      for (const child of children) await untilDead(child, 10_000);
      while (after.children.length > 0 || after.handles.length > before.handles.length) after = await host.ask('state');
      seen.push((await host.ask('collect')).heap);
    }
    const growth = ((seen.at(-1) ?? 0) - (seen[1] ?? 0)) / Math.max(1, rounds - 2);
    figure(`0 disposables, 0 handles, 0 children left; heap grows ${(growth / 1024).toFixed(1)} kB a reload`);
  });
});

describe('F9: an old life of the engine', () => {
  const { rounds, figure } = fault('F9', { ci: 1000, all: 1000, unit: 'late messages' });
  const lives = 5;

  it('F9 is not heard any more, whatever it still sends', async () => {
    const test = start();
    await test.engine.load(pack('a'));
    let wrong = 0;
    let sent = 0;
    for (let life = 0; life < lives; life += 1) {
      const old = test.child();
      const asked = test.engine.ask('complete', completion('untilcancelled'), { onValue: () => undefined }).catch((error: unknown) => error);
      const restarted = test.engine.restart();
      expect(await asked).toMatchObject({ shown: false });
      await restarted;
      const next = test.engine.ask('complete', completion('x'), { onValue: ({ text }) => (wrong += text === 'first-x' ? 0 : 1) });
      for (let id = 0; sent < ((life + 1) * rounds) / lives; id += 1) {
        for (const message of [
          { jsonrpc: '2.0', id, result: { text: 'late' } },
          { jsonrpc: '2.0', method: '$/progress', params: { token: 'complete-1', value: { text: 'late', member: 'a', probability: 1, byMember: {} } } },
        ]) {
          messagesOf(old)?.emit('data', Buffer.from(`${JSON.stringify(message)}\n`));
          sent += 1;
        }
      }
      if ((await next).text !== 'done-x') wrong += 1;
    }
    figure(`${wrong} wrong texts in ${sent} late messages of ${lives} old lives`);
    expect(wrong).toBe(0);
    expect(sent).toBe(rounds);
  });
});

describe('disposal', () => {
  it('leaves no process and no timer, and later questions reject', async () => {
    const test = start();
    await test.engine.load(pack('a'));
    const child = test.child();
    const asked = test.engine.ask('complete', completion('never')).catch((error: unknown) => error);
    test.engine.dispose();
    await gone(child);
    expect(await asked).toMatchObject({ code: 'cancelled' });
    await expect(test.engine.ask('describe', null)).rejects.toMatchObject({ code: 'cancelled' });
    expect(test.engine.state.kind).toBe('stopped');
  });

  it('an engine without its program says so once, and forks nothing', async () => {
    const test = start({ entry: '/nowhere/engine.js' });
    await expect(test.engine.load(pack('a'))).rejects.toMatchObject({ code: 'engine-missing', shown: true });
    expect(test.children).toHaveLength(0);
  });
});

describe('an engine that nobody asks anything', () => {
  it('ends after the time that is set, and comes back with its pack at the next question', async () => {
    const clock = new ManualClock();
    const test = start({ clock, idleMs: () => 1000 });
    await test.engine.load(pack('a'));
    const first = test.child();
    clock.advance(999);
    expect(test.engine.state.kind).toBe('ready');
    expect((await test.engine.ask('complete', completion('x'))).text).toBe('done-x');
    clock.advance(1000);
    expect(test.engine.state).toEqual({ kind: 'stopped', idle: true });
    await gone(first);
    await expect(test.engine.ask('warm', { before: '', after: '' })).rejects.toMatchObject({ code: 'cancelled' });
    expect(test.children).toHaveLength(1);
    expect((await test.engine.ask('complete', completion('y'))).text).toBe('done-y');
    expect(test.children).toHaveLength(2);
    expect(test.engine.pack?.members.map(({ id }) => id)).toEqual(['m0']);
  });

  it('stays while it writes', async () => {
    const clock = new ManualClock();
    const test = start({ clock, idleMs: () => 1000 });
    await test.engine.load(pack('a'));
    const stop = new AbortController();
    let asked: Promise<unknown> = Promise.resolve();
    await new Promise<void>((resolve) => {
      asked = test.engine.ask('complete', completion('untilcancelled'), { signal: stop.signal, onValue: () => resolve() }).catch((error: unknown) => error);
    });
    clock.advance(1000);
    expect(test.children).toHaveLength(1);
    expect(test.engine.state).toEqual({ kind: 'ready', busy: true });
    stop.abort();
    await asked;
  });
});

describe('an engine whose memory has grown', () => {
  /** Time passes, and every heartbeat in it is answered. */
  async function pass({ engine }: EngineUnderTest, clock: ManualClock, ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += 1000) {
      clock.advance(1000);
      await engine.ask('warm', { before: '', after: '' });
    }
  }

  it('is started anew at a quiet moment, with its pack, and later ones only when they have grown further', async () => {
    const clock = new ManualClock();
    const test = start({ clock });
    await test.engine.load(pack('a'));
    await test.engine.ask('complete', completion('x'));
    await pass(test, clock, 61_000);
    expect(test.children).toHaveLength(1);
    await test.engine.ask('complete', completion('grow'));
    await pass(test, clock, 59_000);
    expect((await test.engine.ask('complete', completion('y'))).text).toBe('done-y');
    await pass(test, clock, 59_000);
    expect(test.children).toHaveLength(1);
    const again = new Promise<void>((resolve) => {
      test.engine.onPack(() => resolve());
    });
    clock.advance(1000);
    await again;
    expect(test.children).toHaveLength(2);
    expect((await test.engine.ask('complete', completion('z grow'))).text).toBe('done-z grow');
    expect(test.engine.pack?.members.map(({ id }) => id)).toEqual(['m0']);
    await pass(test, clock, 59_000);
    clock.advance(1000);
    await test.engine.ask('describe', null);
    expect(test.children).toHaveLength(2);
    expect(test.states.some(({ kind }) => kind === 'backoff' || kind === 'disabled')).toBe(false);
  });

  it('gives back what native code has kept', async () => {
    const clock = new ManualClock();
    const test = start({ entry: realEntry, clock, nodeOptions: () => inside("process.on('SIGUSR2', () => (globalThis.kept = Buffer.alloc(400e6, 1)));") });
    const used = async (): Promise<number> => (await test.engine.ask('describe', null)).memoryUsed;
    const { engine: { memoryUsed: loaded } } = await test.engine.load(realPack());
    process.kill(test.pid(), 'SIGUSR2');
    while (await used() < loaded + 350e6);
    const again = new Promise<void>((resolve) => {
      test.engine.onPack(() => resolve());
    });
    await pass(test, clock, 59_000);
    clock.advance(1000);
    await again;
    const after = await used();
    console.log(`memory: an engine of ${Math.round(loaded / 1e6)} MB that kept 400 MB more is started anew after a quiet minute and has ${Math.round(after / 1e6)} MB`);
    expect(after).toBeLessThan(loaded * 1.5);
    expect((await test.engine.ask('complete', line(sourceText.slice(0, 400)))).members).toHaveLength(3);
    expect(test.children).toHaveLength(2);
  });
});
