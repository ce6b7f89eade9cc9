import { open, readFile, rm } from 'node:fs/promises';
import { failures } from '../../base/errors.ts';
import { hasCode } from '../jsonFile.ts';

const heldHere = new Set<string>();

/** Keeps two downloads of the same file apart, in this process and between processes. A lock left by a process that is gone is taken over. */
export class DownloadLock {
  readonly #path: string;

  private constructor(path: string) {
    this.#path = path;
  }

  /** Throws `download-failed` while another download of `what` is running. */
  static async take(path: string, what: string): Promise<DownloadLock> {
    if (heldHere.has(path)) throw failures.downloadFailed(what, 'it is already being downloaded');
    heldHere.add(path);
    try {
      await createOrTakeOver(path, what);
      return new DownloadLock(path);
    } catch (thrown) {
      heldHere.delete(path);
      throw thrown;
    }
  }

  async release(): Promise<void> {
    await rm(this.#path, { force: true });
    heldHere.delete(this.#path);
  }
}

async function createOrTakeOver(path: string, what: string): Promise<void> {
  if (await create(path)) return;
  const owner = Number(await readFile(path, 'utf8').catch(() => ''));
  if (owner !== process.pid && isAlive(owner)) throw failures.downloadFailed(what, `process ${owner} is already downloading it`);
  await rm(path, { force: true });
  if (!(await create(path))) throw failures.downloadFailed(what, 'another process is already downloading it');
}

async function create(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx');
    await file.writeFile(String(process.pid)).finally(() => file.close());
    return true;
  } catch (thrown) {
    if (hasCode(thrown, 'EEXIST')) return false;
    throw thrown;
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return hasCode(thrown, 'EPERM');
  }
}
