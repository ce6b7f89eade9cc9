import { performance } from 'node:perf_hooks';
import { describe, expect, it } from 'vitest';
import type { LoadProgress } from '../../src/protocol/requests.ts';
import { completion, engineForEachTest, pack } from '../support/engineUnderTest.ts';

const start = engineForEachTest();

describe('F5: a file stops the engine while it loads', () => {
  it('is quarantined at once when it loads alone, and then there is no member', async () => {
    const test = start();
    const report = await test.engine.load(pack('SIGSEGV.gguf'));
    expect([...test.quarantined.keys()]).toEqual(['SIGSEGV.gguf']);
    expect(report.members).toEqual([]);
    expect(report.leftOut).toMatchObject([{ id: 'm0', path: 'SIGSEGV.gguf', code: 'model-quarantined' }]);
    await expect(test.engine.ask('complete', completion('x'))).rejects.toMatchObject({ code: 'no-members' });
  });

  it('names itself when several load in parallel, and the rest is ready', async () => {
    const test = start();
    const begun = performance.now();
    const seen: LoadProgress[] = [];
    const report = await test.engine.load(pack('good-1', 'good-2', 'SIGSEGV.gguf', 'good-3'), { onValue: (value) => seen.push(value) });
    const ms = performance.now() - begun;
    console.log(`F5: ${ms.toFixed(0)} ms to the rest of the pack, ${test.children.length} lives`);
    expect([...test.quarantined.keys()]).toEqual(['SIGSEGV.gguf']);
    expect(report.members.map(({ id }) => id)).toEqual(['m0', 'm1', 'm3']);
    expect(report.leftOut).toMatchObject([{ id: 'm2', code: 'model-quarantined' }]);
    expect(test.children).toHaveLength(3);
    expect(seen.filter(({ state }) => state === 'ready').length).toBeGreaterThanOrEqual(3);
    expect((await test.engine.ask('complete', completion('x'))).text).toBe('done-x');
  });

  it('is not tried again, and two of them are found', async () => {
    const test = start();
    await test.engine.load(pack('exit1.gguf', 'good', 'SIGABRT.gguf'));
    expect([...test.quarantined.keys()].sort()).toEqual(['SIGABRT.gguf', 'exit1.gguf']);
    const lives = test.children.length;
    const report = await test.engine.load(pack('exit1.gguf', 'good'));
    expect(report.members.map(({ id }) => id)).toEqual(['m1']);
    expect(test.children).toHaveLength(lives);
  });

  it('is tried again once it leaves quarantine', async () => {
    const test = start();
    test.quarantined.set('mended', 'a crash long ago');
    expect((await test.engine.load(pack('mended'))).members).toEqual([]);
    test.quarantined.clear();
    expect((await test.engine.load(pack('mended'))).members).toHaveLength(1);
  });

  it('is not blamed for a crash after it was ready', async () => {
    const test = start();
    await test.engine.load(pack('good-1', 'good-2'));
    await expect(test.engine.ask('complete', completion('SIGKILL'))).rejects.toMatchObject({ code: 'engine-crashed' });
    expect((await test.engine.ask('complete', completion('x'))).text).toBe('done-x');
    expect(test.quarantined.size).toBe(0);
  });
});

describe('a pack', () => {
  it('that the engine refuses rejects its load, and the engine lives on', async () => {
    const test = start();
    await expect(test.engine.load(pack('refuse'))).rejects.toMatchObject({ code: 'out-of-memory' });
    expect(test.engine.state.kind).toBe('ready');
    expect((await test.engine.load(pack('good'))).members).toHaveLength(1);
    expect(test.children).toHaveLength(1);
  });

  it('gives way to a later one', async () => {
    const test = start();
    await test.engine.load(pack('a'));
    const slow = test.engine.load(pack('never')).catch((error: unknown) => error);
    const report = await test.engine.load(pack('b', 'c'));
    expect(await slow).toMatchObject({ code: 'cancelled' });
    expect(report.members).toHaveLength(2);
    expect(test.engine.pack).toBe(report);
  });

  it('can be cancelled while it loads', async () => {
    const test = start();
    const abort = new AbortController();
    const loading = test.engine.load(pack('never'), { signal: abort.signal, onValue: () => abort.abort() });
    await expect(loading).rejects.toMatchObject({ code: 'cancelled', shown: false });
    expect((await test.engine.load(pack('a'))).members).toHaveLength(1);
  });
});
