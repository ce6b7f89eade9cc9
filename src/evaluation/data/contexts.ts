import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import * as v from 'valibot';
import { failures } from '../../base/errors.ts';
import { seededRandom, shuffled, type Random } from '../../base/random.ts';
import { continuationAt, cutAnywhere, type Context } from './context.ts';
import type { Excluded } from './exclusions.ts';
import { readJsonLines } from './jsonLines.ts';

export interface Sampling {
  /** Contexts of each domain at most. */
  readonly sample: number;
  readonly seed: number;
  /** Bytes of text before the cursor. */
  readonly promptBytes: number;
  readonly excluded: Excluded;
}

/** A context as users write it, or a task of the MBXP family: prompt and solution. */
const Row = v.union([
  v.object({ id: v.optional(v.string()), domain: v.optional(v.string()), before: v.string(), after: v.optional(v.string()), continuation: v.pipe(v.string(), v.minLength(1)) }),
  v.object({ task_id: v.string(), prompt: v.string(), canonical_solution: v.nullish(v.string()) }),
]);

/** Bytes between two cursors in one file at least. */
const apart = 200;
/** Cuts tried in one file before the next one has its turn. */
const tries = 20;

/** The contexts of a folder with one folder of text files per domain, or of a JSONL file. @throws PackError `document-unreadable`. */
export async function readContexts(path: string, sampling: Sampling): Promise<readonly Context[]> {
  const isFolder = await stat(path).then((found) => found.isDirectory(), () => null);
  if (isFolder === null) throw failures.documentUnreadable(path, 'does not exist');
  const contexts = isFolder ? await fromFolder(path, sampling) : await fromRows(path, sampling);
  if (contexts.length === 0) throw failures.documentUnreadable(path, 'holds nothing to measure: it must be a folder with a folder of text files for each domain, or a JSONL file');
  return contexts;
}

async function fromFolder(path: string, sampling: Sampling): Promise<readonly Context[]> {
  const entries = await readdir(path, { withFileTypes: true });
  const domains = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name).sort();
  const contexts: (readonly Context[])[] = [];
  for (const domain of domains) contexts.push(await fromDomain(join(path, domain), domain, sampling));
  return inTurn(contexts);
}

/** The first of each, then the second of each …, so that a run that is cut short has seen all domains alike. */
function inTurn(groups: readonly (readonly Context[])[]): readonly Context[] {
  const longest = Math.max(0, ...groups.map(({ length }) => length));
  return Array.from({ length: longest }, (_, index) => groups.flatMap((group) => group.slice(index, index + 1))).flat();
}

/** File after file in random order, one cut each, until there are enough or no file has another. */
async function fromDomain(folder: string, domain: string, { sample, seed, promptBytes, excluded }: Sampling): Promise<readonly Context[]> {
  const random = seededRandom(seed);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => relative(folder, join(entry.parentPath, entry.name))).sort();
  let files = shuffled(paths, random).map((path) => ({ path, taken: new Array<number>() }));
  const contexts: Context[] = [];
  while (files.length > 0 && contexts.length < sample) {
    const yielding: typeof files = [];
    for (const file of files) {
      if (contexts.length === sample) break;
      const cut = cutApart(await readFile(join(folder, file.path)), file.taken, promptBytes, random);
      if (cut === null) continue;
      file.taken.push(cut.at);
      yielding.push(file);
      const id = `${domain}/${file.path}@${cut.at}`;
      if (!excluded(domain, id)) contexts.push({ id, domain, before: cut.before, after: '', continuation: cut.continuation, document: resolve(folder, file.path) });
    }
    files = yielding;
  }
  return contexts;
}

function cutApart(bytes: Buffer, taken: readonly number[], promptBytes: number, random: Random): ReturnType<typeof cutAnywhere> {
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const cut = cutAnywhere(bytes, promptBytes, random);
    if (cut !== null && taken.every((at) => Math.abs(at - cut.at) >= apart)) return cut;
  }
  return null;
}

async function fromRows(path: string, { sample, seed, promptBytes, excluded }: Sampling): Promise<readonly Context[]> {
  const stem = basename(path).replace(/\.[^.]*$/u, '');
  const rows = await readJsonLines(path, Row);
  const all = rows.map((row, index): Context | null => {
    if ('task_id' in row) {
      const continuation = continuationAt(Buffer.from(row.canonical_solution ?? '', 'utf8'), 0);
      return continuation === null ? null : { id: row.task_id, domain: stem, before: endOf(row.prompt, promptBytes), after: '', continuation };
    }
    return { id: row.id ?? `${stem}:${index + 1}`, domain: row.domain ?? stem, before: endOf(row.before, promptBytes), after: row.after ?? '', continuation: row.continuation };
  }).filter((context) => context !== null && !excluded(stem, context.id));
  const usable = all.filter((context) => context !== null);
  const domains = [...new Set(usable.map(({ domain }) => domain))];
  return inTurn(domains.map((domain) => shuffled(usable.filter((context) => context.domain === domain), seededRandom(seed)).slice(0, sample)));
}

/** The last `bytes` of a text, as whole code points. */
function endOf(text: string, bytes: number): string {
  const all = Buffer.from(text, 'utf8');
  return all.subarray(Math.max(0, all.length - bytes)).toString('utf8').replace(/^\uFFFD+/u, '');
}
