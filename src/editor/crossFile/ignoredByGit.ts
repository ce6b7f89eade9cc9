import { execFile } from 'node:child_process';
import { isInRepository, quietGit } from '../../evaluation/workspace/gitRepository.ts';

/** Longest wait for Git, ms. */
const patience = 2000;

/** Of these absolute paths below `folder`, those that Git ignores; none where the folder is in no repository. Rejects where Git cannot tell. */
export async function ignoredByGit(folder: string, paths: readonly string[]): Promise<ReadonlySet<string>> {
  if (paths.length === 0 || !await isInRepository(folder)) return new Set();
  const answer = await checkIgnore(folder, paths);
  return new Set(answer.split('\0').filter((path) => path !== ''));
}

function checkIgnore(folder: string, paths: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const git = execFile('git', [...quietGit, '-C', folder, 'check-ignore', '-z', '--stdin'], { timeout: patience, windowsHide: true }, (error, stdout) => {
      // 1: none of them is ignored.
      if (error === null || error.code === 1) resolve(stdout);
      else reject(new Error('Git does not say which files it ignores'));
    });
    git.stdin?.on('error', () => undefined);
    git.stdin?.end(paths.join('\0'));
  });
}
