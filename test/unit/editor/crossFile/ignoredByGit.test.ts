import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ignoredByGit } from '../../../../src/editor/crossFile/ignoredByGit.ts';

let folder: string;
const below = (...names: readonly string[]): string[] => names.map((name) => join(folder, name));
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'packllm-ignored-'));
  mkdirSync(join(folder, 'src'));
  writeFileSync(join(folder, '.gitignore'), '*.local.ts\n/private/\n');
  writeFileSync(join(folder, 'src', '.gitignore'), 'here.ts\n!kept.local.ts\n');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('is what the repository says, in its folders as well', async () => {
  execFileSync('git', ['init', '-q', folder]);
  const paths = below('a.ts', 'a.local.ts', 'private/b.ts', 'src/here.ts', 'src/kept.local.ts', 'here.ts');
  expect(await ignoredByGit(folder, paths)).toEqual(new Set(below('a.local.ts', 'private/b.ts', 'src/here.ts')));
  expect(await ignoredByGit(join(folder, 'src'), below('src/here.ts', 'src/other.ts'))).toEqual(new Set(below('src/here.ts')));
  expect(await ignoredByGit(folder, below('a.ts'))).toEqual(new Set());
});

test('is nothing in a folder of no repository', async () => {
  expect(await ignoredByGit(folder, below('a.local.ts'))).toEqual(new Set());
});

test('is not known of files elsewhere, nor where the repository is damaged', async () => {
  execFileSync('git', ['init', '-q', folder]);
  await expect(ignoredByGit(folder, ['/somewhere/else.ts'])).rejects.toThrow('Git does not say');
  writeFileSync(join(folder, '.git', 'HEAD'), 'nonsense');
  await expect(ignoredByGit(folder, below('a.ts'))).rejects.toThrow('Git does not say');
});
