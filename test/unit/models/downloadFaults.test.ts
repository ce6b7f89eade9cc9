import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PackError } from '../../../src/base/errors.ts';
import { download, type DownloadOptions } from '../../../src/models/download.ts';
import { entryFor, sampleModel, SkippingClock } from '../../support/downloads.ts';
import { HubServer, type HubFault } from '../../support/hubServer.ts';

const content = sampleModel(200_000);
const entry = entryFor(content);
const half = content.length / 2;

/** What a fault ends in: the whole file, or a failure, and what is left of the file for the next run. */
interface End {
  readonly state: 'whole' | 'cancelled' | 'disk-full' | 'download-failed' | 'checksum-mismatch';
  /** Requests that the hub saw in all. */
  readonly requests: number;
  /** Whether bytes that arrived are kept and the next run goes on from there. */
  readonly kept?: boolean;
  /** Part of the advice. */
  readonly fix?: RegExp;
}

const forEver = (fault: HubFault): readonly HubFault[] => new Array<HubFault>(60).fill(fault);
/** The second half never comes. */
const stuck: HubFault = { kind: 'pause', until: new Promise(() => undefined) };
const reset: HubFault = { kind: 'reset', afterBytes: half };

type Case = readonly [what: string, faults: readonly HubFault[], end: End, options?: (hub: HubServer) => Partial<DownloadOptions>];

const cases: readonly Case[] = [
  ['a reset half-way', [reset], { state: 'whole', requests: 2 }],
  ['resets that leave nothing, for ever', forEver({ kind: 'reset', afterBytes: 0, abrupt: true }), { state: 'download-failed', requests: 5, fix: /try again/ }],
  ['a file of another length', [{ kind: 'wrong-length', length: 1000 }], { state: 'download-failed', requests: 1 }],
  ['one wrong byte', [{ kind: 'wrong-bytes' }], { state: 'checksum-mismatch', requests: 1, fix: /another source/ }],
  ['more bytes than announced', [{ kind: 'more-bytes' }], { state: 'download-failed', requests: 1 }],
  ['fewer bytes than announced', [{ kind: 'fewer-bytes' }], { state: 'whole', requests: 2 }],
  ['another range than asked for', [reset, { kind: 'wrong-range' }], { state: 'whole', requests: 3 }],
  ['416 when carrying on', [reset, { kind: 'status', code: 416 }], { state: 'whole', requests: 3 }],
  ['416 for ever', forEver({ kind: 'status', code: 416 }), { state: 'download-failed', requests: 5 }],
  ['429 once, with a wait', [{ kind: 'status', code: 429, retryAfter: '3' }], { state: 'whole', requests: 2 }],
  ['500 once', [{ kind: 'status', code: 500 }], { state: 'whole', requests: 2 }],
  ['503 for ever', forEver({ kind: 'status', code: 503, retryAfter: '1' }), { state: 'download-failed', requests: 5, fix: /try again/ }],
  ['503 for ever after half of it', [reset, ...forEver({ kind: 'status', code: 503 })], { state: 'download-failed', requests: 5, kept: true }],
  ['401', [{ kind: 'status', code: 401 }], { state: 'download-failed', requests: 1, fix: /spelling of OWNER/ }],
  ['403', [{ kind: 'status', code: 403 }], { state: 'download-failed', requests: 1, fix: /Accept its terms on its page/ }],
  ['404', [{ kind: 'status', code: 404 }], { state: 'download-failed', requests: 1, fix: /spelling of the model and the file/ }],
  ['a redirect to plain http', [{ kind: 'redirect', to: 'http://example.invalid/x' }], { state: 'download-failed', requests: 1 }],
  ['a redirect to a file', [{ kind: 'redirect', to: 'file:///etc/hosts' }], { state: 'download-failed', requests: 1 }],
  ['redirects in circles', forEver({ kind: 'redirect', to: '/again' }), { state: 'download-failed', requests: 6 }],
  ['a redirect that leads somewhere', [{ kind: 'redirect', to: '/elsewhere' }], { state: 'whole', requests: 2 }],
  ['no room before', [], { state: 'disk-full', requests: 0, fix: /Free some space/ }, () => ({ freeBytes: () => Promise.resolve(half) })],
  ['a full disk half-way', [stuck], { state: 'disk-full', requests: 1, kept: true, fix: /Free some space/ }, () => {
    const full = Object.assign(new Error('no space'), { code: 'ENOSPC', syscall: 'write' });
    return { onProgress: ({ bytes }) => { if (bytes >= half) throw full; } };
  }],
  ['another ETag when carrying on', [reset], { state: 'whole', requests: 2 }, (hub) => ({ onProgress: ({ bytes }) => {
    hub.received(bytes);
    if (bytes === half) hub.etag = '"two"';
  } })],
  ['the user cancels half-way', [stuck], { state: 'cancelled', requests: 1, kept: true }, () => {
    const stop = new AbortController();
    return { signal: stop.signal, onProgress: ({ bytes }) => { if (bytes >= half) stop.abort(); } };
  }],
];

let hub: HubServer;
let folder: string;
beforeEach(async () => {
  hub = await HubServer.start(content);
  folder = await mkdtemp(join(tmpdir(), 'packllm-faults-'));
});
afterEach(async () => {
  await hub.stop();
  await rm(folder, { recursive: true });
});

const run = (options: Partial<DownloadOptions> = {}) =>
  download(entry, { folder, accepted: false, hubEndpoint: hub.endpoint, clock: new SkippingClock(), onProgress: ({ bytes }) => hub.received(bytes), ...options });

test.each(cases.map(([what, faults, end, options]) => ({ what, faults, end, options })))('$what', async ({ faults, end, options }) => {
  hub.faults.push(...faults);
  const failure = await run(options?.(hub)).then(() => null, (thrown: unknown) => thrown as PackError);
  expect(failure?.code ?? 'whole').toBe(end.state);
  if (failure !== null && failure.code !== 'cancelled') {
    expect(failure.message).toMatch(/\.$/);
    expect(failure.fix).toMatch(end.fix ?? /\w/);
  }
  expect(hub.seen).toHaveLength(end.requests);
  const files = await readdir(folder);
  if (end.state === 'whole') {
    expect(files).toEqual(['sample.gguf']);
    expect((await readFile(join(folder, 'sample.gguf'))).equals(content)).toBe(true);
    return;
  }
  // Nothing half-written at the final name, no lock left behind, and the next run makes it whole.
  expect(files.filter((file) => !/\.part(\.json)?$/.test(file))).toEqual([]);
  hub.faults.length = 0;
  hub.seen.length = 0;
  await run();
  expect(hub.seen.map(({ range }) => range !== null)).toEqual([end.kept === true]);
  expect((await readFile(join(folder, 'sample.gguf'))).equals(content)).toBe(true);
  expect(await readdir(folder)).toEqual(['sample.gguf']);
});

test('two at once: the second is told so, and one file is fetched once', async () => {
  const outcomes = await Promise.allSettled([run(), run()]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(outcomes.find((outcome) => outcome.status === 'rejected')).toMatchObject({ reason: { code: 'download-failed', message: expect.stringContaining('already') as string } });
  expect(hub.seen).toHaveLength(1);
});
