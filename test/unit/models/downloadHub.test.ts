import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { download, type DownloadOptions } from '../../../src/models/download.ts';
import type { DownloadProgress } from '../../../src/models/download/progress.ts';
import { entryFor, sampleModel, SkippingClock } from '../../support/downloads.ts';
import { HubServer, type HubFault } from '../../support/hubServer.ts';

const content = sampleModel(400_000);
const entry = entryFor(content);

let hub: HubServer;
let folder: string;
beforeEach(async () => {
  hub = await HubServer.start(content);
  folder = await mkdtemp(join(tmpdir(), 'packllm-download-'));
});
afterEach(async () => {
  await hub.stop();
  await rm(folder, { recursive: true });
});

const run = (options: Partial<DownloadOptions> = {}) => download(entry, { folder, accepted: false, hubEndpoint: hub.endpoint, clock: new SkippingClock(), ...options });
const files = async (): Promise<readonly string[]> => (await readdir(folder)).sort();
const partBytes = async (): Promise<number> => (await stat(join(folder, 'sample.gguf.part'))).size;

async function expectWhole(): Promise<void> {
  expect((await readFile(join(folder, 'sample.gguf'))).equals(content)).toBe(true);
  expect(await files()).toEqual(['sample.gguf']);
}

/** Ends a first run about half-way, as a user would. */
async function cancelHalfWay(): Promise<void> {
  const stop = new AbortController();
  hub.faults.push({ kind: 'pause', until: new Promise((resolve) => stop.signal.addEventListener('abort', () => resolve())) });
  const first = run({ signal: stop.signal, onProgress: ({ bytes }) => bytes > 100_000 && stop.abort() });
  await expect(first).rejects.toMatchObject({ code: 'cancelled', shown: false });
  hub.seen.length = 0;
}

describe('a good connection', () => {
  test('the file arrives whole, from the address of its revision', async () => {
    const progress: DownloadProgress[] = [];
    const result = await run({ onProgress: (value) => progress.push(value) });
    expect(result).toMatchObject({ path: join(folder, 'sample.gguf'), source: 'hub', summary: { name: 'A small model', bytes: content.length } });
    expect(hub.seen).toEqual([{ path: '/owner/sample/resolve/main/sample.gguf', range: null, ifRange: null }]);
    expect(progress.map(({ bytes }) => bytes)).toEqual(progress.map(({ bytes }) => bytes).sort((a, b) => a - b));
    expect(progress.at(-1)).toMatchObject({ source: 'hub', part: null, bytes: content.length, total: content.length });
    await expectWhole();
  });

  test('redirects on the same machine are followed', async () => {
    hub.faults.push({ kind: 'redirect', to: '/elsewhere' }, { kind: 'redirect', to: `${hub.endpoint}/cdn?key=1` });
    await run();
    expect(hub.seen.map(({ path }) => path)).toEqual(['/owner/sample/resolve/main/sample.gguf', '/elsewhere', '/cdn?key=1']);
    await expectWhole();
  });

  test('a file that is there is not fetched again', async () => {
    await run();
    expect(await run()).toMatchObject({ source: null });
    expect(hub.seen).toHaveLength(1);
  });

  test('a file that is there but not the right one is replaced', async () => {
    await writeFile(join(folder, 'sample.gguf'), Buffer.alloc(content.length, 7));
    expect(await run()).toMatchObject({ source: 'hub' });
    await expectWhole();
  });
});

describe('nothing is asked of a server', () => {
  test('before the terms are accepted', async () => {
    const withTerms = { ...entry, licence: { ...entry.licence, mustAccept: true } };
    await expect(download(withTerms, { folder, accepted: false, hubEndpoint: hub.endpoint })).rejects.toMatchObject({ code: 'licence-not-accepted' });
    expect(hub.seen).toEqual([]);
    await download(withTerms, { folder, accepted: true, hubEndpoint: hub.endpoint });
    await expectWhole();
  });

  test('without room on the disk', async () => {
    await expect(run({ freeBytes: () => Promise.resolve(content.length - 1) })).rejects.toMatchObject({ code: 'disk-full' });
    expect(hub.seen).toEqual([]);
  });

  test.each(['http://192.0.2.1', 'http://localhost:1', 'ftp://127.0.0.1', 'http://127.0.0.1.example.com', 'https://user:secret@127.0.0.1'])('at %s', async (hubEndpoint) => {
    await expect(run({ hubEndpoint })).rejects.toMatchObject({ code: 'download-failed', message: expect.stringMatching(/not encrypted|user name/) as string });
  });

  test('by a second download of the same file', async () => {
    let go = (): void => undefined;
    hub.faults.push({ kind: 'pause', until: new Promise((resolve) => (go = resolve)) });
    const started = new Promise<void>((resolve) => void (hub.seen.push = (...items) => { resolve(); return Array.prototype.push.apply(hub.seen, items); }));
    const first = run();
    await started;
    await expect(run()).rejects.toMatchObject({ code: 'download-failed', message: expect.stringContaining('already') as string });
    go();
    await first;
    expect(hub.seen).toHaveLength(1);
    await expectWhole();
  });

  test('while another process holds the lock, but not when that process is gone', async () => {
    const lock = join(folder, 'sample.gguf.lock');
    await writeFile(lock, String(process.ppid));
    await expect(run()).rejects.toMatchObject({ message: expect.stringContaining(`process ${process.ppid}`) as string });
    expect(hub.seen).toEqual([]);
    await writeFile(lock, String(spawnSync(process.execPath, ['-e', '']).pid));
    await run();
    await expectWhole();
  });
});

describe('broken connections', () => {
  test.each([10, 20, 30, 40, 50, 60, 70, 80, 90])('a reset at %i percent is carried on from there', async (percent) => {
    hub.faults.push({ kind: 'reset', afterBytes: Math.floor((content.length * percent) / 100) });
    await run({ onProgress: ({ bytes }) => hub.received(bytes) });
    expect(hub.seen.slice(1)).toMatchObject([{ range: `bytes=${Math.floor((content.length * percent) / 100)}-`, ifRange: '"one"' }]);
    await expectWhole();
  });

  test('many resets in a row, as long as something arrives', async () => {
    for (let index = 0; index < 12; index++) hub.faults.push({ kind: 'reset', afterBytes: 30_000 });
    await run({ onProgress: ({ bytes }) => hub.received(bytes) });
    expect(hub.seen).toHaveLength(13);
    await expectWhole();
  });

  test('a reset without an ETag begins anew', async () => {
    hub.etag = null;
    hub.faults.push({ kind: 'reset', afterBytes: 200_000 });
    await run({ onProgress: ({ bytes }) => hub.received(bytes) });
    expect(hub.seen.map(({ range }) => range)).toEqual([null, null]);
    await expectWhole();
  });

  test('a weak ETag is no promise of the same bytes', async () => {
    hub.etag = 'W/"one"';
    hub.faults.push({ kind: 'reset', afterBytes: 200_000 });
    await run({ onProgress: ({ bytes }) => hub.received(bytes) });
    expect(hub.seen.map(({ range }) => range)).toEqual([null, null]);
    await expectWhole();
  });

  test.each([[500, undefined], [503, '2'], [429, '7']])('status %i is tried again', async (code, retryAfter) => {
    const fault: HubFault = { kind: 'status', code, ...(retryAfter === undefined ? {} : { retryAfter }) };
    hub.faults.push(fault, fault);
    const clock = new SkippingClock();
    await run({ clock });
    expect(clock.waitedMs).toBe(retryAfter === undefined ? 500 + 1000 : 2 * Number(retryAfter) * 1000);
    await expectWhole();
  });

  test.each([[500, 5], [404, 1], [401, 1]])('status %i for ever gives up after %i attempts', async (code, attempts) => {
    hub.faults.push(...new Array<HubFault>(20).fill({ kind: 'status', code }));
    await expect(run()).rejects.toMatchObject({ code: 'download-failed', message: expect.stringContaining(`answers ${code}`) as string });
    expect(hub.seen).toHaveLength(attempts);
    expect(await files()).not.toContain('sample.gguf');
  });

  test('no server at all gives up at once', async () => {
    const { endpoint } = hub;
    await hub.stop();
    hub = await HubServer.start(content);
    await expect(run({ hubEndpoint: endpoint })).rejects.toMatchObject({ code: 'download-failed', message: expect.stringContaining('refuses') as string });
  });
});

describe('a later run', () => {
  test('carries on where a cancelled one ended', async () => {
    await cancelHalfWay();
    const kept = await partBytes();
    expect(kept).toBeGreaterThan(100_000);
    expect(await files()).toEqual(['sample.gguf.part', 'sample.gguf.part.json']);
    const progress: DownloadProgress[] = [];
    await run({ onProgress: (value) => progress.push(value) });
    expect(hub.seen).toMatchObject([{ range: `bytes=${kept}-`, ifRange: '"one"' }]);
    expect(progress[0]?.bytes).toBe(kept);
    await expectWhole();
  });

  test('begins anew when the server has another ETag', async () => {
    await cancelHalfWay();
    hub.etag = '"two"';
    await run();
    expect(hub.seen).toHaveLength(1);
    await expectWhole();
  });

  test('begins anew when a server sends the rest of another file', async () => {
    await cancelHalfWay();
    hub.etag = '"two"';
    hub.faults.push({ kind: 'ignores-if-range' });
    await run();
    expect(hub.seen.map(({ range }) => range !== null)).toEqual([true, false]);
    await expectWhole();
  });

  test('begins anew when a server sends another range', async () => {
    await cancelHalfWay();
    hub.faults.push({ kind: 'wrong-range' });
    await run();
    await expectWhole();
  });

  test('begins anew on status 416', async () => {
    await cancelHalfWay();
    hub.faults.push({ kind: 'status', code: 416 });
    await run();
    expect(hub.seen.map(({ range }) => range !== null)).toEqual([true, false]);
    await expectWhole();
  });

  test('begins anew at another hub, and when the note beside the part is damaged', async () => {
    await cancelHalfWay();
    await writeFile(join(folder, 'sample.gguf.part.json'), '{');
    await run();
    expect(hub.seen).toMatchObject([{ range: null }]);
    await expectWhole();
  });

  test('finds out that the kept part was changed', async () => {
    await cancelHalfWay();
    await writeFile(join(folder, 'sample.gguf.part'), Buffer.alloc(await partBytes(), 1));
    await expect(run()).rejects.toMatchObject({ code: 'checksum-mismatch' });
    expect(await files()).not.toContain('sample.gguf');
    await run();
    await expectWhole();
  });
});

describe('wrong files', () => {
  const wrong: readonly (readonly [HubFault, string])[] = [
    [{ kind: 'wrong-length', length: 300_000 }, 'download-failed'],
    [{ kind: 'wrong-length', length: content.length + 1 }, 'download-failed'],
    [{ kind: 'wrong-bytes' }, 'checksum-mismatch'],
    [{ kind: 'more-bytes' }, 'download-failed'],
    [{ kind: 'redirect', to: 'http://example.invalid/sample.gguf' }, 'download-failed'],
    [{ kind: 'redirect', to: 'file:///etc/hosts' }, 'download-failed'],
    [{ kind: 'redirect', to: 'http://[' }, 'download-failed'],
  ];
  test.each(wrong)('%o', async (fault, code) => {
    hub.faults.push(fault);
    await expect(run()).rejects.toMatchObject({ code });
    expect(await files()).not.toContain('sample.gguf');
    await run();
    await expectWhole();
  });

  test('a redirect in circles', async () => {
    hub.faults.push(...new Array<HubFault>(10).fill({ kind: 'redirect', to: '/again' }));
    await expect(run()).rejects.toMatchObject({ message: expect.stringContaining('redirects more than') as string });
    expect(hub.seen).toHaveLength(6);
  });

  test('the promised file that is no model', async () => {
    const text = Buffer.from('GGUF but not really');
    hub.content = text;
    await expect(download(entryFor(text), { folder, accepted: false, hubEndpoint: hub.endpoint })).rejects.toMatchObject({ code: 'model-damaged' });
    expect(await files()).not.toContain('sample.gguf');
  });

  test('whatever a server does, only the right file ever gets the name', async () => {
    const bytes = fc.integer({ min: 0, max: content.length });
    const fault = fc.oneof(
      fc.record({ kind: fc.constant('reset' as const), afterBytes: bytes, abrupt: fc.constant(true) }),
      fc.record({ kind: fc.constant('status' as const), code: fc.constantFrom(416, 429, 500, 503, 404) }),
      fc.record({ kind: fc.constant('wrong-length' as const), length: bytes }),
      fc.record({ kind: fc.constantFrom('wrong-bytes' as const, 'more-bytes' as const, 'fewer-bytes' as const, 'wrong-range' as const, 'ignores-if-range' as const) }),
      fc.record({ kind: fc.constant('redirect' as const), to: fc.constantFrom('/there', 'http://example.invalid/') }),
    );
    await fc.assert(fc.asyncProperty(fc.array(fault, { maxLength: 6 }), fc.array(fc.constantFrom('"one"', '"two"', 'W/"one"', null), { minLength: 4, maxLength: 4 }), async (faults, etags) => {
      await rm(join(folder, 'sample.gguf'), { force: true });
      hub.faults.splice(0, hub.faults.length, ...faults);
      for (const etag of etags) {
        hub.etag = etag;
        await run().catch(() => undefined);
        if ((await files()).includes('sample.gguf')) await expectWhole();
      }
    }), { numRuns: 25, seed: 20_261_124 });
  });
});
