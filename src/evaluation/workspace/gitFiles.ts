import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { failures } from '../../base/errors.ts';
import { isInRepository, quietGit } from './gitRepository.ts';

const run = promisify(execFile);

/** Longest list of paths, bytes. */
const longest = 64 * 1024 * 1024;

/**
 * Files below a folder that Git tracks or does not ignore, relative to it with slashes; null where the folder is in no repository. Files of submodules are not among them.
 * @throws PackError `ignored-unknown` where it is in one, and Git does not tell.
 */
export async function gitFiles(folder: string): Promise<ReadonlySet<string> | null> {
  try {
    const { stdout } = await run('git', [...quietGit, '-C', folder, 'ls-files', '--cached', '--others', '--exclude-standard', '-z'], { maxBuffer: longest, windowsHide: true });
    return new Set(stdout.split('\0').filter((path) => path !== ''));
  } catch (thrown) {
    const isThere = await stat(folder).then(() => true, () => false);
    if (!isThere || !await isInRepository(resolve(folder))) return null;
    throw failures.ignoredUnknown(folder, thrown instanceof Error ? thrown.message.trim().split('\n').at(-1) ?? '' : String(thrown));
  }
}
