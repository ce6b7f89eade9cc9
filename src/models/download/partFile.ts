import { createHash, type Hash } from 'node:crypto';
import { open, readFile, rename, rm, writeFile, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as v from 'valibot';
import { failures } from '../../base/errors.ts';
import type { Downloadable } from '../catalogue.ts';
import { checkGguf, type GgufSummary } from '../checkGguf.ts';
import { hasCode } from '../jsonFile.ts';

/** Where the bytes of a `.part` file came from; `tag` is the strong ETag they had there, or '' when there was none. */
const Origin = v.object({ from: v.string(), tag: v.string() });
export type Origin = v.InferOutput<typeof Origin>;

const chunkBytes = 1 << 20;

/**
 * A model file on its way: `<file>.part`, and beside it where its bytes came from, so that a later run can carry on.
 * It gets its final name only when size, SHA-256 and header are right. Exactly one owner at a time (see `DownloadLock`).
 */
export class PartFile {
  readonly #path: string;
  readonly #entry: Downloadable;
  readonly #file: FileHandle;
  #origin: Origin | null;
  #bytes = 0;
  #hash: Hash = createHash('sha256');

  private constructor(path: string, entry: Downloadable, file: FileHandle, origin: Origin | null) {
    this.#path = path;
    this.#entry = entry;
    this.#file = file;
    this.#origin = origin;
  }

  static async open(path: string, entry: Downloadable): Promise<PartFile> {
    const origin = await readOrigin(originPath(path));
    const file = await openOrCreate(partPath(path));
    return new PartFile(path, entry, file, origin);
  }

  /** Bytes that have arrived and gone into the hash. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Bytes on the disk from an earlier run, whether or not they can be kept. */
  async size(): Promise<number> {
    return (await this.#file.stat()).size;
  }

  get tag(): string {
    return this.#origin?.tag ?? '';
  }

  /** Keeps what an earlier run got from the same place, up to the last of the `marks` it reached (any length without marks), and forgets the rest. */
  async resume(from: string, marks?: readonly number[]): Promise<void> {
    const { size } = await this.#file.stat();
    const sameOrigin = this.#origin?.from === from && size <= this.#entry.bytes;
    const keep = !sameOrigin ? 0 : marks === undefined ? size : Math.max(0, ...marks.filter((mark) => mark <= size));
    if (keep === 0) {
      await this.start({ from, tag: '' });
      return;
    }
    await this.#file.truncate(keep);
    this.#hash = createHash('sha256');
    const chunk = Buffer.allocUnsafe(chunkBytes);
    for (let at = 0; at < keep;) {
      const { bytesRead } = await this.#file.read(chunk, 0, Math.min(chunkBytes, keep - at), at);
      if (bytesRead === 0) throw new Error('the partial file became shorter while it was read');
      this.#hash.update(chunk.subarray(0, bytesRead));
      at += bytesRead;
    }
    this.#bytes = keep;
  }

  /** Begins anew with bytes of this origin. */
  async start(origin: Origin): Promise<void> {
    await this.#file.truncate(0);
    this.#bytes = 0;
    this.#hash = createHash('sha256');
    this.#origin = origin;
    await writeFile(originPath(this.#path), JSON.stringify(origin));
  }

  /** Throws `download-failed` when more arrives than the model has. */
  async append(chunk: Uint8Array): Promise<void> {
    if (this.#bytes + chunk.length > this.#entry.bytes) {
      await this.discard();
      throw failures.downloadFailed(this.#entry.name, `more than the expected ${this.#entry.bytes} bytes arrived`);
    }
    for (let done = 0; done < chunk.length;) {
      const { bytesWritten } = await this.#file.write(chunk, done, chunk.length - done, this.#bytes + done);
      done += bytesWritten;
    }
    this.#hash.update(chunk);
    this.#bytes += chunk.length;
  }

  /** Nothing of what arrived can be trusted. */
  async discard(): Promise<void> {
    await this.start({ from: '', tag: '' });
  }

  /** Checks the whole file and gives it its final name. Throws `checksum-mismatch`, or what `checkGguf` throws. */
  async finish(): Promise<GgufSummary> {
    if (this.#bytes !== this.#entry.bytes || this.#hash.digest('hex') !== this.#entry.sha256) {
      await this.discard();
      throw failures.checksumMismatch(this.#entry.name);
    }
    await this.#file.sync();
    const summary = await checkGguf(partPath(this.#path));
    await rename(partPath(this.#path), this.#path);
    await syncFolder(dirname(this.#path));
    await rm(originPath(this.#path), { force: true });
    return summary;
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}

const partPath = (path: string): string => `${path}.part`;
const originPath = (path: string): string => `${path}.part.json`;

async function openOrCreate(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r+');
  } catch (thrown) {
    if (!hasCode(thrown, 'ENOENT')) throw thrown;
    return open(path, 'wx+');
  }
}

async function readOrigin(path: string): Promise<Origin | null> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), Origin), text);
  return parsed.success ? parsed.output : null;
}

/** Makes the new name last through a power cut, where the system can sync a folder. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  if (handle === null) return;
  await handle.sync().catch(() => undefined);
  await handle.close();
}
