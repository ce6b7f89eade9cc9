import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { HubServer } from '../support/hubServer.ts';
import { Packllm } from '../support/packllm.ts';

const root = join(import.meta.dirname, '..', '..');
const python = join(root, 'media', 'samples', 'inventory.py');

let home = '';
let hub: HubServer;
beforeAll(async () => {
  await promisify(execFile)(process.execPath, ['esbuild.mjs'], { cwd: root });
  home = await mkdtemp(join(tmpdir(), 'packllm-cli-hub-'));
  hub = await HubServer.start(await readFile(join(root, 'media', 'models', 'starter-prose-q8_0.gguf')));
});
afterAll(async () => {
  await hub.stop();
  await rm(home, { recursive: true, force: true });
});

it('lists and gets files of a repository of the hub, orders them and limits them to languages', async () => {
  hub.repositories.set('owner/models', { files: ['one.gguf', 'two.gguf'] });
  const mine = new Packllm(join(root, 'dist', 'packllm.js'), home);
  const fromHub = ['--hub', hub.endpoint];
  expect(await mine.json(['models', 'files', 'owner/models', ...fromHub])).toMatchObject({ licence: 'apache-2.0', files: [{ file: 'one.gguf' }, { file: 'two.gguf' }] });
  expect(await mine.run(['models', 'get', 'owner/models', ...fromHub])).toMatchObject({ code: 1, stderr: expect.stringContaining('one.gguf, two.gguf') as string });
  for (const file of ['one.gguf', 'two.gguf']) expect(await mine.run(['models', 'get', 'owner/models', file, ...fromHub])).toMatchObject({ code: 0 });
  expect(await mine.run(['models', 'move', 'two', '1'])).toMatchObject({ code: 0 });
  expect(await mine.run(['models', 'languages', 'two', 'markdown', 'plaintext'])).toMatchObject({ code: 0 });
  expect(await mine.json(['models'])).toMatchObject({ pack: 'configured', members: [{ id: 'two', languages: ['markdown', 'plaintext'] }, { id: 'one' }] });
  expect(await mine.json(['complete', python])).toMatchObject({ members: [{ id: 'one' }] });
  expect(await mine.run(['models', 'disable', 'one'])).toMatchObject({ code: 0 });
  expect(await mine.run(['complete', python])).toMatchObject({ code: 2, stderr: expect.stringContaining('takes part in python') as string });
  expect(await mine.run(['models', 'languages', 'two', 'all'])).toMatchObject({ code: 0 });
  expect(await mine.run(['complete', python])).toMatchObject({ code: 0 });
});
