import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { download } from '../../../src/models/download.ts';
import { curatedModels } from '../../../src/models/hub/curated.ts';
import { hubDownload, hubFolder, pickHubFile } from '../../../src/models/hub/hubModel.ts';
import { readHubRepository } from '../../../src/models/hub/hubRepository.ts';
import { repositoryPattern } from '../../../src/models/hub/repositoryPattern.ts';
import { sampleModel, SkippingClock } from '../../support/downloads.ts';
import { HubServer, type HubFault } from '../../support/hubServer.ts';

const content = sampleModel(60_000);
let hub: HubServer;
beforeEach(async () => {
  hub = await HubServer.start(content);
  hub.repositories.set('owner/models', { files: ['README.md', 'small.Q4_K_M.gguf', 'mmproj-small.gguf', 'large-00001-of-00002.gguf', 'large-00002-of-00002.gguf', '../evil.gguf', 'BF16/deep.gguf'] });
});
afterEach(() => hub.stop());

const read = (repository = 'owner/models') => readHubRepository(repository, { endpoint: hub.endpoint, clock: new SkippingClock() });

describe('what a repository holds', () => {
  test('is told by one question: whole models in its root, with size, checksum, licence and commit', async () => {
    expect(await read()).toMatchObject({ repository: 'owner/models', revision: 'c'.repeat(40), licence: 'apache-2.0', gated: false, files: [{ file: 'small.Q4_K_M.gguf', bytes: content.length }] });
    expect(hub.seen.map(({ path }) => path)).toEqual(['/api/models/owner/models?blobs=true']);
  });

  test('is downloaded from that very commit, and only right when the hub’s own checksum is', async () => {
    const models = await mkdtemp(join(tmpdir(), 'packllm-hub-'));
    try {
      const repository = await read();
      const folder = hubFolder(models, repository.repository);
      const wanted = hubDownload(repository, pickHubFile(repository, 'SMALL.q4_k_m.gguf'));
      expect(wanted.licence.mustAccept).toBe(false);
      const { path } = await download(wanted, { folder, accepted: false, hubEndpoint: hub.endpoint, clock: new SkippingClock() });
      expect(path).toBe(join(models, 'hub', 'owner', 'models', 'small.Q4_K_M.gguf'));
      expect((await readFile(path)).equals(content)).toBe(true);
      expect(hub.seen.at(-1)?.path).toBe(`/owner/models/resolve/${'c'.repeat(40)}/small.Q4_K_M.gguf`);
      await rm(path);
      hub.faults.push({ kind: 'wrong-bytes' });
      await expect(download(wanted, { folder, accepted: false, hubEndpoint: hub.endpoint })).rejects.toMatchObject({ code: 'checksum-mismatch' });
      expect(await readdir(folder)).not.toContain('small.Q4_K_M.gguf');
    } finally {
      await rm(models, { recursive: true });
    }
  });

  test('under a licence that is not known to be free, its terms have to be accepted on its page', async () => {
    hub.repositories.set('owner/terms', { license: 'gemma', gated: 'manual', files: ['a.gguf'] });
    const repository = await read('owner/terms');
    expect(repository.gated).toBe(true);
    expect(hubDownload(repository, pickHubFile(repository, undefined)).licence).toEqual({ name: 'gemma', url: 'https://huggingface.co/owner/terms', mustAccept: true });
  });
});

describe('a file is found', () => {
  const repository = { repository: 'owner/models', revision: 'c'.repeat(40), licence: null, gated: false, files: ['a.gguf', 'b.gguf'].map((file) => ({ file, bytes: 1, sha256: '' })) };
  test('by its name, or without one when there is only one', () => {
    expect(pickHubFile(repository, 'B.gguf').file).toBe('b.gguf');
    expect(() => pickHubFile(repository, undefined)).toThrow('a.gguf, b.gguf');
    expect(() => pickHubFile(repository, 'c.gguf')).toThrow('a.gguf, b.gguf');
    expect(() => pickHubFile({ ...repository, files: [] }, undefined)).toThrow('no GGUF file');
  });
});

describe('faults of the API end in one clear failure', () => {
  const always = (fault: HubFault): void => void hub.faults.push(...new Array<HubFault>(10).fill(fault));
  test.each<readonly [string, () => void, RegExp, RegExp]>([
    ['a repository that does not exist', () => hub.repositories.clear(), /no such model/, /spelling/],
    ['a model on request', () => always({ kind: 'status', code: 403 }), /on request/, /terms on its page/],
    ['another server', () => always({ kind: 'status', code: 404 }), /answers 404/, /hubEndpoint/],
    ['a server in trouble for ever', () => always({ kind: 'status', code: 503, retryAfter: '1' }), /answers 503/, /network/],
    ['half an answer', () => always({ kind: 'fewer-bytes' }), /not answer as a model hub/, /hubEndpoint/],
    ['an endless answer', () => always({ kind: 'more-bytes' }), /too long/, /network/],
    ['a redirect to plain http', () => always({ kind: 'redirect', to: 'http://example.invalid/' }), /not encrypted/, /network/],
  ])('%s', async (_name, arrange, message, fix) => {
    arrange();
    await expect(read()).rejects.toMatchObject({ code: 'download-failed', message: expect.stringMatching(message) as string, fix: expect.stringMatching(fix) as string });
  });

  test('a server in trouble for a moment is asked again', async () => {
    hub.faults.push({ kind: 'status', code: 429, retryAfter: '2' }, { kind: 'status', code: 500 });
    expect((await read()).files).toHaveLength(1);
  });

  test.each(['', 'owner', 'owner/', '../x', 'owner/models/x', 'owner/..', 'o w/x', '.owner/x'])('%j is no repository', async (name) => {
    await expect(read(name)).rejects.toMatchObject({ code: 'bad-request' });
    expect(hub.seen).toEqual([]);
  });
});

describe('the curated models', () => {
  test('are named once, and smallest first', () => {
    expect(new Set(curatedModels.map(({ id }) => id)).size).toBe(curatedModels.length);
    expect(curatedModels.map(({ bytes }) => bytes)).toEqual(curatedModels.map(({ bytes }) => bytes).sort((a, b) => a - b));
    for (const { repository, file, bytes, memoryBytes } of curatedModels) {
      expect(repository).toMatch(repositoryPattern);
      expect(file).toMatch(/\.gguf$/);
      expect(memoryBytes).toBeGreaterThan(bytes);
    }
  });
});
