import { readFile, writeFile, mkdtemp, rm } from 'node:fs/promises';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { messagesOf } from '../../src/host/forkEngine.ts';
import type { Piece } from '../../src/protocol/reports.ts';
import { completion, engineForEachTest, fakeEntry, gone, isAlive, pack } from '../support/engineUnderTest.ts';
import { ManualClock } from '../support/manualClock.ts';

const start = engineForEachTest();

describe('F8: malformed messages', () => {
  it('are dropped and counted, and the answer still comes', async () => {
    const test = start();
    await test.engine.load(pack('a'));
    const rounds = 100;
    for (let round = 0; round < rounds; round += 1) {
      const pieces: Piece[] = [];
      const report = await test.engine.ask('complete', completion('garbage'), { onValue: (piece) => pieces.push(piece) });
      expect(report.text).toBe('done-garbage');
      expect(pieces.map(({ text }) => text)).toEqual(['first-garbage']);
    }
    expect('polluted' in {}).toBe(false);
    expect(test.children).toHaveLength(1);
    test.engine.dispose();
    const counted = Number(/(\d+) messages dropped/.exec(test.lines.join('\n'))?.[1]);
    console.log(`F8: ${rounds * 17} malformed messages (of 100,000), ${counted} dropped by the guard and the validators, 0 crashes`);
    expect(counted).toBeGreaterThanOrEqual(rounds * 12);
  });

  it('an answer that is not valid rejects without ending the engine', async () => {
    const test = start();
    await test.engine.load(pack('a'));
    await expect(test.engine.ask('complete', completion('badanswer'))).rejects.toMatchObject({ code: 'internal', shown: false });
    expect((await test.engine.ask('complete', completion('x'))).text).toBe('done-x');
  });
});

describe('F9: an old life', () => {
  it('is not heard any more, whatever it still sends', async () => {
    const test = start();
    await test.engine.load(pack('a'));
    const rounds = 3;
    let wrong = 0;
    for (let round = 0; round < rounds; round += 1) {
      const old = test.child();
      const asked = test.engine.ask('complete', completion('untilcancelled'), { onValue: () => undefined }).catch((error: unknown) => error);
      const restarted = test.engine.restart();
      expect(await asked).toMatchObject({ shown: false });
      await restarted;
      const next = test.engine.ask('complete', completion('x'), { onValue: ({ text }) => (wrong += text === 'first-x' ? 0 : 1) });
      for (let id = 0; id < 100; id += 1) {
        for (const message of [
          { jsonrpc: '2.0', id, result: { text: 'late' } },
          { jsonrpc: '2.0', method: '$/progress', params: { token: 'complete-1', value: { text: 'late', member: 'a', probability: 1, byMember: {} } } },
        ]) messagesOf(old)?.emit('data', Buffer.from(`${JSON.stringify(message)}\n`));
      }
      if ((await next).text !== 'done-x') wrong += 1;
    }
    console.log(`F9: ${wrong} wrong texts in ${rounds * 200} late messages (of 1,000)`);
    expect(wrong).toBe(0);
  });
});

describe('cancellation', () => {
  it('rejects at once, reaches the engine, and the next question is answered', async () => {
    const test = start();
    await test.engine.load(pack('a'));
    const abort = new AbortController();
    const asked = test.engine.ask('complete', completion('untilcancelled'), { signal: abort.signal, onValue: () => abort.abort() });
    await expect(asked).rejects.toMatchObject({ code: 'cancelled', shown: false });
    expect((await test.engine.ask('complete', completion('x'))).text).toBe('done-x');
    expect(test.children).toHaveLength(1);
  });
});

describe('F6: the host is killed', () => {
  it('and no engine is left', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'packllm-host-'));
    try {
      const hostFile = join(folder, 'host.mjs');
      const host = await build({
        stdin: {
          contents: `
            import { createEngine } from './src/host/engineSupervisor.ts';
            import { systemClock } from './src/base/clock.ts';
            import { silentLogger } from './src/base/logger.ts';
            const engine = createEngine({ entry: process.argv[2], clock: systemClock, logger: silentLogger, quarantine: { isQuarantined: () => false, add: () => undefined } });
            const { memoryUsed } = await engine.ask('describe', null);
            console.log(memoryUsed);`,
          resolveDir: fileURLToPath(new URL('../..', import.meta.url)), loader: 'ts',
        },
        bundle: true, write: false, platform: 'node', format: 'esm',
        banner: { js: `import { createRequire } from 'node:module'; const require = createRequire(${JSON.stringify(pathToFileURL(fakeEntry).href)});` },
      });
      await writeFile(hostFile, host.outputFiles[0]?.text ?? '');
      const rounds = 5;
      let survivors = 0;
      for (let round = 0; round < rounds; round += 1) {
        const parent = spawn(process.execPath, [hostFile, fakeEntry], { stdio: ['ignore', 'pipe', 'inherit'] });
        const [line] = (await once(parent.stdout, 'data')) as [Buffer];
        const pid = Number(String(line));
        expect(await isAlive(pid)).toBe(true);
        parent.kill('SIGKILL');
        const until = performance.now() + 2000;
        while ((await isAlive(pid)) && performance.now() < until) await readFile('/proc/self/status');
        if (await isAlive(pid)) survivors += 1;
      }
      console.log(`F6: ${survivors} survivors of ${rounds} (of 50) within 2 s`);
      expect(survivors).toBe(0);
    } finally {
      await rm(folder, { recursive: true });
    }
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
