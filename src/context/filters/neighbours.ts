import { lastLine, restOfLine } from '../lines.ts';
import type { PostFilter } from './filter.ts';

/** Shorter lines (`}`, `else`, `end`) legitimately repeat. */
const shortest = 6;

/** Drops a completion whose first line would repeat the nearest line above or below. */
export const neighbours: PostFilter = {
  name: 'neighbours',
  apply(candidate, { before, after, shape }) {
    if (shape.kind !== 'line' && shape.kind !== 'block') return candidate;
    const prefix = lastLine(before);
    const line = (prefix + restOfLine(candidate.text.trimEnd())).trim();
    if (line.length < shortest || !/\p{L}/u.test(line)) return candidate;
    const above = lastLine(before.slice(0, before.length - prefix.length).trimEnd()).trim();
    const below = restOfLine(after.slice(restOfLine(after).length).trimStart()).trim();
    return line === above || line === below ? { ...candidate, text: '' } : candidate;
  },
};
