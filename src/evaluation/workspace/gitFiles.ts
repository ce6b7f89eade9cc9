import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { failures } from '../../base/errors.ts';

const run = promisify(execFile);

/** Takes no lock of the repository, and starts no program that it names. */
const quiet = ['-c', 'core.fsmonitor=false', '--no-optional-locks'] as const;
/** Longest list of paths, bytes. */
const longest = 64 * 1024 * 1024;

/**
 * Files below a folder that Git tracks or does not ignore, relative to it with slashes; null where the folder is in no repository. Files of submodules are not among them.
 * @throws PackError `ignored-unknown` where it is in one, and Git does not tell.
 */
export async function gitFiles(folder: string): Promise<ReadonlySet<string> | null> {
  try {
    const { stdout } = await run('git', [...quiet, '-C', folder, 'ls-files', '--cached', '--others', '--exclude-standard', '-z'], { maxBuffer: longest });
    return new Set(stdout.split('\0').filter((path) => path !== ''));
  } catch (thrown) {
    if (!await isThere(folder) || !await isInRepository(resolve(folder))) return null;
    throw failures.ignoredUnknown(folder, thrown instanceof Error ? thrown.message.trim().split('\n').at(-1) ?? '' : String(thrown));
  }
}

async function isInRepository(folder: string): Promise<boolean> {
  if (await isThere(join(folder, '.git'))) return true;
  const parent = dirname(folder);
  return parent !== folder && isInRepository(parent);
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(() => true, () => false);
}
