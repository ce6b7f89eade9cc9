import type { FileHandle } from 'node:fs/promises';
import { failures, type PackError } from '../../base/errors.ts';
import { limits } from './limits.ts';

const chunkBytes = 256 * 1024;

/**
 * Reads a file forwards through a small window, and trusts nothing it reads: no length may reach past the end of the file, and the
 * bytes read are bounded. The number readers need their bytes in the window: `await need(n)` first, or look with `has(n)`.
 */
export class HeaderReader {
  readonly #file: FileHandle;
  readonly #path: string;
  readonly #size: number;
  readonly #onRead: () => void;
  #window: Buffer = Buffer.alloc(0);
  /** Place of the window in the file, and of the next byte in the window. */
  #start = 0;
  #next = 0;
  #readBytes = 0;

  /** `onRead` is called each time that bytes arrive. */
  constructor(file: FileHandle, path: string, size: number, onRead: () => void) {
    this.#file = file;
    this.#path = path;
    this.#size = size;
    this.#onRead = onRead;
  }

  get position(): number {
    return this.#start + this.#next;
  }

  get left(): number {
    return this.#size - this.position;
  }

  /** The file has a problem; `problem` continues "… is damaged:". */
  damaged(problem: string): PackError {
    return failures.modelDamaged(this.#path, problem);
  }

  has(bytes: number): boolean {
    return this.#window.length - this.#next >= bytes;
  }

  /** Brings the next `bytes` into the window; `what` names them if the file ends before. */
  async need(bytes: number, what: string): Promise<void> {
    if (this.has(bytes)) return;
    if (bytes > this.left) throw this.damaged(`it ends in the middle of ${what}`);
    const from = this.position;
    const wanted = Math.min(Math.max(bytes, chunkBytes), this.left);
    if (this.#readBytes + wanted > limits.readBytes) throw this.damaged(`its header is larger than ${limits.readBytes / 2 ** 20} MiB`);
    const window = Buffer.allocUnsafe(wanted);
    const { bytesRead } = await this.#file.read(window, 0, wanted, from);
    this.#onRead();
    this.#readBytes += bytesRead;
    this.#window = window.subarray(0, bytesRead);
    this.#start = from;
    this.#next = 0;
    if (bytesRead < bytes) throw this.damaged(`it ends in the middle of ${what}`);
  }

  /** Passes over `bytes` without reading what lies outside the window. */
  skip(bytes: number, what: string): void {
    if (bytes > this.left) throw this.damaged(`it ends in the middle of ${what}`);
    if (this.has(bytes)) {
      this.#next += bytes;
      return;
    }
    this.#start = this.position + bytes;
    this.#window = Buffer.alloc(0);
    this.#next = 0;
  }

  u8(): number {
    return this.#window.readUInt8(this.#advance(1));
  }

  i8(): number {
    return this.#window.readInt8(this.#advance(1));
  }

  u16(): number {
    return this.#window.readUInt16LE(this.#advance(2));
  }

  i16(): number {
    return this.#window.readInt16LE(this.#advance(2));
  }

  u32(): number {
    return this.#window.readUInt32LE(this.#advance(4));
  }

  i32(): number {
    return this.#window.readInt32LE(this.#advance(4));
  }

  f32(): number {
    return this.#window.readFloatLE(this.#advance(4));
  }

  /** Exact up to 2^53, rounded above. */
  u64(): number {
    const low = this.u32();
    return this.u32() * 2 ** 32 + low;
  }

  /** Exact within ±2^53, rounded outside. */
  i64(): number {
    const low = this.u32();
    return this.i32() * 2 ** 32 + low;
  }

  f64(): number {
    return this.#window.readDoubleLE(this.#advance(8));
  }

  /** A view of the window, good until the next `need`. */
  bytes(count: number): Buffer {
    const from = this.#advance(count);
    return this.#window.subarray(from, from + count);
  }

  #advance(bytes: number): number {
    const from = this.#next;
    this.#next += bytes;
    return from;
  }
}
