import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gitFiles } from '../../../../src/evaluation/workspace/gitFiles.ts';

const git = promisify(execFile);
let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'packllm-git-'));
  await mkdir(join(folder, 'src'));
  for (const [name, text] of Object.entries({ 'a.ts': 'a', 'src/ä b.ts': 'b', 'notes.local': 'c', 'src/notes.local': 'd', '.gitignore': '*.local\n' })) await writeFile(join(folder, name), text);
});
afterEach(() => rm(folder, { recursive: true }));

describe('files of a repository', () => {
  it('are those that Git does not ignore, tracked or not', async () => {
    await git('git', ['init', '--quiet', folder]);
    await git('git', ['-C', folder, 'add', 'a.ts']);
    expect(await gitFiles(folder)).toEqual(new Set(['a.ts', 'src/ä b.ts', '.gitignore']));
    expect(await gitFiles(join(folder, 'src'))).toEqual(new Set(['ä b.ts']));
  });

  it('are unknown outside of one, and in no folder at all', async () => {
    expect(await gitFiles(folder)).toBeNull();
    expect(await gitFiles(join(folder, 'nowhere'))).toBeNull();
  });

  it('are not guessed where Git cannot tell', async () => {
    await mkdir(join(folder, '.git'));
    await expect(gitFiles(join(folder, 'src'))).rejects.toMatchObject({ code: 'ignored-unknown' });
  });
});
