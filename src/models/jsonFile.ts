import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as v from 'valibot';

export interface Contents<T> {
  readonly value: T;
  /** Where a file that could not be understood was kept when it was found; null when nothing was wrong. */
  readonly keptAside: string | null;
}

/** The last change of each file that this process has under way or has made. */
const tails = new Map<string, Promise<unknown>>();

/**
 * A small validated file that several processes may read and change. Writing replaces the file whole, so a reader never sees half of it.
 * A damaged file is renamed, not deleted, and the empty value takes its place.
 */
export class JsonFile<T> {
  readonly #path: string;
  readonly #schema: v.GenericSchema<unknown, T>;
  readonly #empty: T;

  constructor(path: string, schema: v.GenericSchema<unknown, T>, empty: T) {
    this.#path = path;
    this.#schema = schema;
    this.#empty = empty;
  }

  async read(): Promise<Contents<T>> {
    let text: string;
    try {
      text = await readFile(this.#path, 'utf8');
    } catch (thrown) {
      // There is no file, nor where its folder should be.
      if (hasCode(thrown, 'ENOENT') || hasCode(thrown, 'ENOTDIR')) return { value: this.#empty, keptAside: null };
      throw thrown;
    }
    const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), this.#schema), text);
    if (parsed.success) return { value: parsed.output, keptAside: null };
    return { value: this.#empty, keptAside: await this.#keepAside() };
  }

  /** Reads, changes and writes; changes of this process come one after the other. Returns what `change` returned beside the new value. */
  update<R>(change: (value: T) => readonly [T, R]): Promise<R> {
    const turn = (tails.get(this.#path) ?? Promise.resolve()).then(async () => {
      const { value } = await this.read();
      const [next, result] = change(value);
      if (next !== value) await this.#write(next);
      return result;
    });
    tails.set(this.#path, turn.catch(() => undefined));
    return turn;
  }

  /** Where the damaged file is now: aside, or still where it was when it cannot be moved. */
  async #keepAside(): Promise<string> {
    const aside = `${this.#path}.damaged-${randomBytes(4).toString('hex')}`;
    try {
      await rename(this.#path, aside);
    } catch (thrown) {
      // Where it is gone another process was first.
      if (!hasCode(thrown, 'ENOENT')) return this.#path;
    }
    return aside;
  }

  async #write(value: T): Promise<void> {
    await mkdir(dirname(this.#path), { recursive: true });
    const temporary = `${this.#path}.${randomBytes(4).toString('hex')}.tmp`;
    try {
      const file = await open(temporary, 'wx');
      try {
        await file.writeFile(`${JSON.stringify(value, null, 2)}\n`);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(temporary, this.#path);
    } catch (thrown) {
      await rm(temporary, { force: true });
      throw thrown;
    }
  }
}

export function hasCode(thrown: unknown, code: string): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === code;
}
