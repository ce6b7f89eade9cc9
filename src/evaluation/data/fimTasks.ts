import { basename } from 'node:path';
import * as v from 'valibot';
import { failures } from '../../base/errors.ts';
import { seededRandom, shuffled } from '../../base/random.ts';
import type { Sampling } from './contexts.ts';
import { readJsonLines } from './jsonLines.ts';

/** A hole of one line in a file. */
export interface FimTask {
  readonly id: string;
  readonly prefix: string;
  readonly suffix: string;
  readonly target: string;
}

/** A task as users write it, or one of the MultiPL-E family, whose parts are lines without the line ends between them. */
const Row = v.union([
  v.object({ id: v.string(), prefix: v.string(), suffix: v.string(), target: v.string() }),
  v.object({ name: v.string(), prompt: v.string(), suffix: v.string(), canonical_solution: v.string() }),
]);

/** Shorter targets (a bracket) are left out. Characters, white space aside. */
const shortestTarget = 2;

/** The tasks of a JSONL file, a random sample of them in random order. @throws PackError `document-unreadable`. */
export async function readFimTasks(path: string, { sample, seed, excluded }: Pick<Sampling, 'sample' | 'seed' | 'excluded'>): Promise<readonly FimTask[]> {
  const stem = basename(path).replace(/\.[^.]*$/u, '');
  const rows = await readJsonLines(path, Row);
  const tasks = rows.map((row): FimTask => ('name' in row ? { id: row.name, prefix: `${row.prompt.replace(/\n$/u, '')}\n`, suffix: `\n${row.suffix.replace(/^\n/u, '')}`, target: row.canonical_solution } : row))
    .filter(({ id, target }) => target.trim().length >= shortestTarget && !excluded(stem, id));
  if (tasks.length === 0) throw failures.documentUnreadable(path, 'holds no task with a target of two characters or more');
  return shuffled(tasks, seededRandom(seed)).slice(0, sample);
}
