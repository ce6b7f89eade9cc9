import { seededRandom } from '../../src/base/random.ts';

/** One thing that the user does, `pauseMs` after the one before. A jump is a click at a place of the document, in UTF-16 units. */
export type Stroke = { readonly pauseMs: number } & (
  | { readonly kind: 'type'; readonly text: string }
  | { readonly kind: 'delete' }
  | { readonly kind: 'jump'; readonly offset: number }
);

/** A document with stretches missing, and the strokes that write them again. */
export interface TypingSession {
  readonly document: string;
  readonly strokes: readonly Stroke[];
}

/** A document and its cursor after a stroke. */
export interface Typed {
  readonly stroke: Stroke;
  readonly before: string;
  readonly after: string;
}

/** How people type: most keys follow at once, after a word or a line they think, one key in 30 is wrong and noticed one or two keys later. */
const habits = { keyMs: 140, wordMs: 350, lineMs: 1500, jumpMs: 2500, wrongOf: 30 } as const;

const letters = 'etaoinshrdlu';

/**
 * A session of exactly `keystrokes` strokes, the same for the same file and seed: stretches of lines are taken out of `file` and typed again from the last to the first, with
 * pauses, corrections and a jump to each.
 */
export function typingSession(file: string, keystrokes = 500, seed = 1): TypingSession {
  const random = seededRandom(seed);
  const stretches = stretchesOf(file, keystrokes, 4);
  const strokes: Stroke[] = [];
  const missing = [...stretches];
  for (const { start, text } of [...stretches].reverse()) {
    missing.pop();
    const gone = missing.reduce((sum, one) => sum + one.text.length, 0);
    strokes.push({ kind: 'jump', offset: start - gone, pauseMs: habits.jumpMs });
    strokes.push(...typing(text, random));
  }
  const document = stretches.reduceRight((left, { start, text }) => left.slice(0, start) + left.slice(start + text.length), file);
  return { document, strokes: strokes.slice(0, keystrokes) };
}

/** What the document looks like after each stroke. */
export function* replay({ document, strokes }: TypingSession): Generator<Typed, void, undefined> {
  let before = '';
  let after = document;
  for (const stroke of strokes) {
    if (stroke.kind === 'type') before += stroke.text;
    else if (stroke.kind === 'delete') before = before.slice(0, -1);
    else [before, after] = [(before + after).slice(0, stroke.offset), (before + after).slice(stroke.offset)];
    yield { stroke, before, after };
  }
}

interface Stretch {
  readonly start: number;
  readonly text: string;
}

/** Whole lines, evenly spread over the file's last four fifths, long enough for the keystrokes together. @throws RangeError for a file that is too short. */
function stretchesOf(file: string, keystrokes: number, count: number): readonly Stretch[] {
  const needed = Math.ceil(keystrokes / count);
  const room = file.length - Math.floor(file.length / 5);
  if (room < 2 * count * needed) throw new RangeError(`a file of ${file.length} characters is too short for ${keystrokes} keystrokes`);
  return Array.from({ length: count }, (_, index) => {
    const start = file.indexOf('\n', file.length - room + Math.floor((index * room) / count)) + 1;
    const end = file.indexOf('\n', start + needed);
    return { start, text: file.slice(start, end === -1 ? file.length : end) };
  });
}

function* typing(text: string, random: () => number): Generator<Stroke, void, undefined> {
  let pauseMs: number = habits.keyMs;
  const characters = Array.from(text);
  for (const [at, character] of characters.entries()) {
    const noticedAfter = 1 + Math.floor(random() * 2);
    if (/[a-z]/.test(character) && random() * habits.wrongOf < 1) yield* slip(characters.slice(at + 1, at + noticedAfter), pauseMs, random);
    yield { kind: 'type', text: character, pauseMs };
    pauseMs = pauseAfter(character, random);
  }
}

/** A wrong letter, what comes after the right one, and all of it deleted again. */
function* slip(next: readonly string[], pauseMs: number, random: () => number): Generator<Stroke, void, undefined> {
  const wrong = [letters.charAt(Math.floor(random() * letters.length)), ...next];
  for (const text of wrong) yield { kind: 'type', text, pauseMs };
  for (let left = wrong.length; left > 0; left -= 1) yield { kind: 'delete', pauseMs: habits.wordMs };
}

function pauseAfter(character: string, random: () => number): number {
  const usual = character === '\n' ? habits.lineMs : /\w/.test(character) ? habits.keyMs : habits.wordMs;
  return Math.round(usual * (0.5 + random()));
}
