import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import * as v from 'valibot';
import { JsonFile } from './jsonFile.ts';

const Fingerprint = v.object({ path: v.string(), size: v.number(), mtimeMs: v.number() });
type Fingerprint = v.InferOutput<typeof Fingerprint>;
const Culprit = v.object({ ...Fingerprint.entries, cause: v.string() });
type Culprit = v.InferOutput<typeof Culprit>;

/**
 * Model files that took the engine down while it loaded them, and those that loaded. What is known of a file holds for as long as it is the same file
 * (path, size and time of change), across restarts; replacing it gives it a new chance.
 */
export class Quarantine {
  readonly #culprits: JsonFile<readonly Culprit[]>;
  readonly #loaded: JsonFile<readonly Fingerprint[]>;

  constructor(folder: string) {
    this.#culprits = new JsonFile<readonly Culprit[]>(join(folder, 'quarantine.json'), v.array(Culprit), []);
    this.#loaded = new JsonFile<readonly Fingerprint[]>(join(folder, 'loaded.json'), v.array(Fingerprint), []);
  }

  /** Why the file is in quarantine, or null when it is not. */
  async causeOf(path: string): Promise<string | null> {
    return (await find(this.#culprits, path))?.cause ?? null;
  }

  async isQuarantined(path: string): Promise<boolean> {
    return (await this.causeOf(path)) !== null;
  }

  /** A file that is gone needs no quarantine. */
  async add(path: string, cause: string): Promise<void> {
    const now = await fingerprint(path);
    if (now !== null) await put(this.#culprits, { ...now, cause });
  }

  /** Gives the file another chance as it is. */
  async release(path: string): Promise<void> {
    const absolute = resolve(path);
    await this.#culprits.update((entries) => [entries.filter((entry) => entry.path !== absolute), undefined]);
  }

  async hasLoaded(path: string): Promise<boolean> {
    return (await find(this.#loaded, path)) !== null;
  }

  async addLoaded(path: string): Promise<void> {
    const now = await fingerprint(path);
    if (now !== null) await put(this.#loaded, now);
  }
}

/** What is known of the file as it is now; null when nothing is. */
async function find<E extends Fingerprint>(file: JsonFile<readonly E[]>, path: string): Promise<E | null> {
  const now = await fingerprint(path);
  if (now === null) return null;
  const { value } = await file.read();
  return value.find((entry) => entry.path === now.path && entry.size === now.size && entry.mtimeMs === now.mtimeMs) ?? null;
}

/** Writes down an entry in the place of what was known of its file. */
function put<E extends Fingerprint>(file: JsonFile<readonly E[]>, entry: E): Promise<void> {
  return file.update((entries) => [[...entries.filter(({ path }) => path !== entry.path), entry], undefined]);
}

async function fingerprint(path: string): Promise<Fingerprint | null> {
  const absolute = resolve(path);
  try {
    const { size, mtimeMs } = await stat(absolute);
    return { path: absolute, size, mtimeMs };
  } catch {
    return null;
  }
}
