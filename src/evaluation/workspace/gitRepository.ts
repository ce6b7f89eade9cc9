import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Arguments with which Git takes no lock of the repository, and starts no program that it names. */
export const quietGit = ['-c', 'core.fsmonitor=false', '--no-optional-locks'] as const;

/** Whether an absolute path is in a repository of Git, or would be if it existed. */
export async function isInRepository(path: string): Promise<boolean> {
  if (await stat(join(path, '.git')).then(() => true, () => false)) return true;
  const parent = dirname(path);
  return parent !== path && isInRepository(parent);
}
