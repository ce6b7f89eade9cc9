import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { failures } from '../../base/errors.ts';

/** The values of a JSONL file, validated. @throws PackError `document-unreadable` naming the line. */
export async function readJsonLines<T>(path: string, schema: v.GenericSchema<unknown, T>): Promise<readonly T[]> {
  const lines = (await readText(path)).split('\n');
  return lines.flatMap((line, index) => {
    if (line.trim() === '') return [];
    const result = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), line);
    if (!result.success) throw failures.documentUnreadable(path, `is no such data: line ${index + 1} says ${v.summarize(result.issues).split('\n')[0] ?? 'nothing'}`);
    return [result.output];
  });
}

/** @throws PackError `document-unreadable`. */
async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    throw failures.documentUnreadable(path, 'cannot be read');
  }
}
