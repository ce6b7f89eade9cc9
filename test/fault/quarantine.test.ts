import { copyFile, mkdtemp, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { describe, expect, it } from 'vitest';
import { Quarantine } from '../../src/models/quarantine.ts';
import type { LoadProgress } from '../../src/protocol/requests.ts';
import { completion, engineForEachTest, pack, quantile } from '../support/engineUnderTest.ts';
import { fault } from '../support/faults.ts';
import { inside, line, realEntry, realPack, sourceText, starterFiles } from '../support/realEngine.ts';
import { SkippingClock } from '../support/skippingClock.ts';

const start = engineForEachTest();

/** Ends the engine process by a signal when it says that it loads `path`, as long as that file was last changed before `beforeS`, s. */
const crashWhileLoading = (path: string, beforeS: number): string[] => inside(`
  import { statSync } from 'node:fs';
  import { Socket } from 'node:net';
  const write = Socket.prototype.write;
  Socket.prototype.write = function (text, ...rest) {
    const written = write.call(this, text, ...rest);
    const fatal = String(text).includes('"loading"') && String(text).includes(${JSON.stringify(path)});
    if (fatal && statSync(${JSON.stringify(path)}).mtimeMs < ${beforeS * 1000}) process.kill(process.pid, 'SIGSEGV');
    return written;
  };`);

describe('F5: a file stops the engine while it loads', () => {
  const { rounds, figure } = fault('F5', { ci: 2, all: 20, unit: 'rounds' });

  it('F5 real models: it is quarantined, the rest is fused, and it is tried again when it has changed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'packllm-quarantine-'));
    try {
      const path = join(folder, 'bad.gguf');
      await copyFile(starterFiles[2] ?? '', path);
      const clock = new SkippingClock();
      const test = start({ entry: realEntry, clock, quarantine: new Quarantine(folder), nodeOptions: () => crashWhileLoading(path, 5000) });
      const request = realPack([...starterFiles.slice(0, 2), path]);
      const took: number[] = [];
      for (let round = 0; round < rounds; round += 1) {
        await utimes(path, 1000 + round, 1000 + round);
        const before = test.children.length;
        const began = performance.now();
        const report = await test.engine.load(request);
        took.push(performance.now() - began);
        expect(report.members.map(({ id }) => id)).toEqual(['m0', 'm1']);
        expect(report.leftOut).toMatchObject([{ id: 'm2', path, code: 'model-quarantined' }]);
        expect((await test.engine.ask('complete', line(sourceText.slice(0, 400)))).members.map(({ id }) => id)).toEqual(['m0', 'm1']);
        const lives = test.children.length;
        expect(lives - before).toBeGreaterThanOrEqual(1);
        await test.engine.load(request);
        expect(test.children).toHaveLength(lives);
        await utimes(path, 5000 + round, 5000 + round);
        expect((await test.engine.load(request)).members).toHaveLength(3);
        expect(test.children).toHaveLength(lives);
        await test.engine.load(realPack(starterFiles.slice(0, 1)));
        clock.skip(200_000);
      }
      const [first = NaN, ...later] = took;
      figure(`${took.length}/${rounds} quarantined and the rest fused, after p50 ${quantile(later, 0.5).toFixed(0)} ms, p95 ${quantile(later, 0.95).toFixed(0)} ms, ${first.toFixed(0)} ms where the engine had not been started before; tried again only when changed`);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('is quarantined at once when it loads alone, and then there is no member', async () => {
    const test = start();
    const report = await test.engine.load(pack('SIGSEGV.gguf'));
    expect([...test.quarantined.keys()]).toEqual(['SIGSEGV.gguf']);
    expect(report.members).toEqual([]);
    expect(report.leftOut).toMatchObject([{ id: 'm0', path: 'SIGSEGV.gguf', code: 'model-quarantined' }]);
    await expect(test.engine.ask('complete', completion('x'))).rejects.toMatchObject({ code: 'no-members' });
  });

  it('names itself at once where one of the files never loaded before', async () => {
    const quarantined = new Set<string>();
    const loaded = new Set(['good-1', 'good-2']);
    const quarantine = { isQuarantined: (path: string) => quarantined.has(path), add: (path: string) => void quarantined.add(path), hasLoaded: (path: string) => loaded.has(path), addLoaded: (path: string) => void loaded.add(path) };
    const test = start({ quarantine });
    const report = await test.engine.load(pack('good-1', 'SIGSEGV.gguf', 'good-2', 'good-3'));
    expect([...quarantined]).toEqual(['SIGSEGV.gguf']);
    expect(report.members.map(({ id }) => id)).toEqual(['m0', 'm2', 'm3']);
    expect([...loaded]).toEqual(['good-1', 'good-2', 'good-3']);
    expect(test.children).toHaveLength(2);
  });

  it('names itself when several load in parallel, and the rest is ready', async () => {
    const test = start();
    const seen: LoadProgress[] = [];
    const report = await test.engine.load(pack('good-1', 'good-2', 'SIGSEGV.gguf', 'good-3'), { onValue: (value) => seen.push(value) });
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

  it('is blamed only the second time where the engine merely does not answer', async () => {
    const test = start();
    const report = await test.engine.load(pack('SIGSTOP.gguf'));
    expect([...test.quarantined.keys()]).toEqual(['SIGSTOP.gguf']);
    expect(report.members).toEqual([]);
    expect(test.children).toHaveLength(3);
  });

  it('is not blamed when that was the machine’s fault, which was busy once', async () => {
    let lives = 0;
    const stopped = inside(`
      import { Socket } from 'node:net';
      const write = Socket.prototype.write;
      Socket.prototype.write = function (text, ...rest) {
        const written = write.call(this, text, ...rest);
        if (String(text).includes('"loading"')) process.kill(process.pid, 'SIGSTOP');
        return written;
      };`);
    const test = start({ nodeOptions: () => ((lives += 1) === 1 ? stopped : []) });
    expect((await test.engine.load(pack('sound.gguf'))).members).toHaveLength(1);
    expect(test.children).toHaveLength(2);
    expect(test.quarantined.size).toBe(0);
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
