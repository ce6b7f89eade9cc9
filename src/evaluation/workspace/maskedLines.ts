import { seededRandom, shuffled, type Random } from '../../base/random.ts';
import { isGenerated } from '../../context/generatedText.ts';
import { languageOf } from '../../context/languageOf.ts';
import { choosePrompt } from '../../context/promptChoice.ts';
import type { FimTask } from '../data/fimTasks.ts';

/** A file of a workspace; `id` names it where the workspace is known to the engine. */
export interface WorkspaceText {
  readonly id: string;
  /** Relative to the workspace's folder. */
  readonly path: string;
}

/** A place in a line of a user's file, with the rest of the line taken away. */
export interface MaskedLine extends FimTask {
  readonly document: string;
  readonly path: string;
  readonly language: string;
}

export interface LineSampling {
  readonly sample: number;
  readonly seed: number;
}

/** What is taken away, white space at its ends aside, and the line that it is taken from, UTF-16 units. */
const shortestTarget = 4;
const longestLine = 200;
/** With less text before it, nobody could know how a line goes on. UTF-16 units. */
const leastBefore = 40;
/** Files of data, in which hardly anybody types line by line. */
const data: ReadonlySet<string> = new Set(['', 'json', 'jsonc', 'xml', 'plaintext']);

/**
 * Places in the files' lines, at the beginning of one of their words: file after file in random order, one line of each in turn, until there are enough. The same
 * files and seed give the same lines, and a smaller sample is the beginning of a larger one. Files that are unreadable, generated, or data have none.
 */
export async function maskedLines(files: readonly WorkspaceText[], read: (file: WorkspaceText) => Promise<string | null>, { sample, seed }: LineSampling): Promise<readonly MaskedLine[]> {
  const random = seededRandom(seed);
  const written = files.filter(({ path }) => !data.has(languageOf(path)));
  const order = shuffled(written.toSorted((a, b) => (a.path < b.path ? -1 : 1)), random);
  const lines: MaskedLine[] = [];
  const take = (next: () => MaskedLine | null): boolean => {
    const line = lines.length < sample ? next() : null;
    if (line !== null) lines.push(line);
    return line !== null;
  };
  let open: (() => MaskedLine | null)[] = [];
  for (const file of order) {
    if (lines.length === sample) break;
    const next = linesOf(file, await read(file) ?? '', random);
    if (take(next)) open.push(next);
  }
  while (open.length > 0) open = open.filter(take);
  return lines;
}

/** Gives one line of the file after the other, in random order, and null when there is no other. */
function linesOf(file: WorkspaceText, text: string, random: Random): () => MaskedLine | null {
  const starts = isGenerated(text) ? [] : lineStarts(text);
  const least = text.search(/\S/u) + leastBefore;
  const order = shuffled([...starts.keys()], random);
  return () => {
    for (let line = order.pop(); line !== undefined; line = order.pop()) {
      const start = starts[line] ?? 0;
      const end = text.indexOf('\n', start) === -1 ? text.length : text.indexOf('\n', start);
      const places = placesIn(text.slice(start, end)).filter((place) => start + place >= least);
      const place = places[Math.floor(random() * places.length)];
      const masked = place === undefined ? null : maskedAt(file, text, line, start, place, end);
      if (masked !== null) return masked;
    }
    return null;
  };
}

function lineStarts(text: string): readonly number[] {
  return [0, ...[...text.matchAll(/\n/gu)].map(({ index }) => index + 1)];
}

/** Where words of the line begin that enough follows on. */
function placesIn(line: string): readonly number[] {
  if (line.length > longestLine) return [];
  return [...line.matchAll(/(?<![\p{L}\p{N}_$])[\p{L}_$]/gu)].map(({ index }) => index).filter((place) => line.slice(place).trim().length >= shortestTarget);
}

function maskedAt({ id, path }: WorkspaceText, text: string, line: number, start: number, place: number, end: number): MaskedLine | null {
  const prompt = choosePrompt(text.slice(0, start + place), text.slice(end));
  if (prompt.kind === 'refused') return null;
  return {
    id: `${path}:${line + 1}:${place + 1}`, prefix: prompt.before, suffix: prompt.after, target: text.slice(start + place, end).trimEnd(), document: id, path, language: languageOf(path),
  };
}
