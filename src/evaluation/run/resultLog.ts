import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { failures } from '../../base/errors.ts';

/** The settings that results belong to, by name. */
export type RunSettings = Readonly<Record<string, unknown>>;

/**
 * The results of one run, a line each in `results.jsonl`, appended as they come, so that a run that was interrupted goes on where it stopped.
 * The first line holds the settings; results of other settings are never mixed in.
 */
export class ResultLog<T> {
  readonly #path: string;
  /** Results by item, in the order in which they came. */
  readonly results: Map<string, T>;

  private constructor(path: string, results: Map<string, T>) {
    this.#path = path;
    this.results = results;
  }

  /** What `folder` holds already; a last line that was cut off is dropped. @throws PackError `document-unreadable` when it holds results of other settings. */
  static async open<T>(folder: string, settings: RunSettings, outcome: v.GenericSchema<unknown, T>): Promise<ResultLog<T>> {
    const path = join(folder, 'results.jsonl');
    await mkdir(folder, { recursive: true });
    const [header = '', ...lines] = (await readFile(path, 'utf8').catch(() => '')).split('\n');
    const expected = JSON.stringify({ settings });
    if (header !== '' && header !== expected) throw failures.documentUnreadable(path, 'holds results of other settings: name another folder with --out, or remove it');
    const Line = v.pipe(v.string(), v.parseJson(), v.object({ id: v.string(), outcome }));
    const results = new Map<string, T>();
    for (const line of lines) {
      const read = v.safeParse(Line, line);
      if (!read.success) break;
      results.set(read.output.id, read.output.outcome);
    }
    await writeFile(path, [expected, ...lines.slice(0, results.size), ''].join('\n'));
    return new ResultLog(path, results);
  }

  async add(id: string, outcome: T): Promise<void> {
    await appendFile(this.#path, `${JSON.stringify({ id, outcome })}\n`);
    this.results.set(id, outcome);
  }
}
