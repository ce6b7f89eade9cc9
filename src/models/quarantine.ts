import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import * as v from 'valibot';
import { JsonFile } from './jsonFile.ts';

const Entry = v.object({ path: v.string(), size: v.number(), mtimeMs: v.number(), cause: v.string() });
const Entries = v.array(Entry);
type Entry = v.InferOutput<typeof Entry>;

/**
 * Model files that took the engine down while it loaded them. A file stays out for as long as it is the same file
 * (path, size and time of change), across restarts; replacing it gives it a new chance.
 */
export class Quarantine {
  readonly #file: JsonFile<readonly Entry[]>;

  constructor(folder: string) {
    this.#file = new JsonFile<readonly Entry[]>(join(folder, 'quarantine.json'), Entries, []);
  }

  /** Why the file is in quarantine, or null when it is not. */
  async causeOf(path: string): Promise<string | null> {
    const now = await fingerprint(path);
    if (now === null) return null;
    const { value } = await this.#file.read();
    return value.find((entry) => entry.path === now.path && entry.size === now.size && entry.mtimeMs === now.mtimeMs)?.cause ?? null;
  }

  async isQuarantined(path: string): Promise<boolean> {
    return (await this.causeOf(path)) !== null;
  }

  /** A file that is gone needs no quarantine. */
  async add(path: string, cause: string): Promise<void> {
    const now = await fingerprint(path);
    if (now === null) return;
    await this.#file.update((entries) => [[...entries.filter((entry) => entry.path !== now.path), { ...now, cause }], undefined]);
  }

  /** Gives the file another chance as it is. */
  async release(path: string): Promise<void> {
    const absolute = resolve(path);
    await this.#file.update((entries) => [entries.filter((entry) => entry.path !== absolute), undefined]);
  }
}

async function fingerprint(path: string): Promise<Omit<Entry, 'cause'> | null> {
  const absolute = resolve(path);
  try {
    const { size, mtimeMs } = await stat(absolute);
    return { path: absolute, size, mtimeMs };
  } catch {
    return null;
  }
}
