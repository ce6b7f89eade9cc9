import type { Random } from '../../src/base/random.ts';
import { indentOf, leadOf } from '../../src/context/lines.ts';
import type { Document } from './cursor.ts';

/** A place in a file where somebody may be writing. */
export interface CursorPlace extends Document {
  readonly kind: string;
  readonly language: string;
  /** File and line, for messages. */
  readonly at: string;
}

/** What of a file is at hand at an index: the text before it, and after it from `end` on. */
type Cut = readonly [at: number, end: number, typed?: string];

/** Where a kind of place is in a file: every one, in order. */
type Finder = (text: string) => readonly Cut[];

const finders: Readonly<Record<string, Finder>> = {
  'line end': (text) => matches(text, /\S(?=\n)/g, (found) => [found.index + 1, found.index + 1]),
  'rest of a line': (text) => matches(text, /(?<=\n[ \t]*\S.*[\s(.=])(?=\S.*\n)/g, (found) => [found.index, lineEnd(text, found.index)]),
  'before a bracket or quote': (text) => matches(text, /(?<=\S)(?=[)\]}"'`])/g, (found) => [found.index, found.index]),
  'after a bracket or quote': (text) => matches(text, /(?<=[([{"'`])(?=[^\s])/g, (found) => [found.index, found.index]),
  'arguments to write': (text) => matches(text, /(?<=\w\()[^()\n]+(?=\))/g, (found) => [found.index, found.index + found[0].length]),
  'rest of the arguments': (text) => matches(text, /(?<=\w\([^()\n]*[ ,(])[^()\n]+(?=\))/g, (found) => [found.index, found.index + found[0].length]),
  'text of a string': (text) => matches(text, /(?<=[\s(]")[^"\n]+(?=")/g, (found) => [found.index, found.index + found[0].length]),
  'empty line of a block': (text) => matches(text, /[{:]\n(?=([ \t]+)\S)/g, (found) => [found.index + 2, found.index + 1, found[1] ?? '']),
  'empty block': (text) => matches(text, /[{:]\n(?=[ \t]+\S)/g, (found) => {
    const bodyEnd = endOfBody(text, found.index + 2);
    return [found.index + 2, bodyEnd, leadOf(text.slice(found.index + 2))];
  }),
  'end of a header': (text) => matches(text, /[{:]\n(?=[ \t]+\S)/g, (found) => [found.index + 1, endOfBody(text, found.index + 2)]),
  'comment': (text) => matches(text, /(?<=\n[ \t]*(?:\/\/|#|\*|\/\*) ?\S.* )\S.*/g, (found) => [found.index, found.index + found[0].length]),
  'word': (text) => matches(text, /(?<=\w{2})\w+.*/g, (found) => [found.index, found.index + /^\w+/.exec(found[0])![0].length]),
};

function matches(text: string, pattern: RegExp, cut: (found: RegExpExecArray) => Cut): Cut[] {
  return Array.from(text.matchAll(pattern), cut);
}

function lineEnd(text: string, at: number): number {
  return text.indexOf('\n', at);
}

/** Before the newline that ends the lines indented as deep as the one at `start`. */
function endOfBody(text: string, start: number): number {
  const depth = indentOf(text.slice(start, lineEnd(text, start)));
  let end = start - 1;
  for (const line of text.slice(start).split('\n')) {
    if (line.trim() !== '' && indentOf(line) < depth) break;
    end += line.length + 1;
  }
  return end;
}

/** `count` places in a file, as many of every kind as there are, at random; the same seed gives the same ones. */
export function cursorPlaces(file: { readonly name: string; readonly language: string; readonly text: string }, count: number, random: Random): readonly CursorPlace[] {
  const found = Object.entries(finders).map(([kind, find]) => ({ kind, cuts: [...find(file.text)] }));
  const places: CursorPlace[] = [];
  while (places.length < count && found.some(({ cuts }) => cuts.length > 0)) {
    for (const { kind, cuts } of found) {
      const [cut] = cuts.splice(Math.floor(random() * cuts.length), 1);
      if (cut === undefined || places.length === count) continue;
      const [at, end, typed = ''] = cut;
      const before = file.text.slice(0, at) + typed;
      places.push({ kind, language: file.language, at: `${file.name}:${String(before.split('\n').length)}`, before, after: file.text.slice(end) });
    }
  }
  return places;
}
