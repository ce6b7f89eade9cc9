import { restOfLine } from '../lines.ts';
import type { PostFilter } from './filter.ts';

/** Cuts the end of a block off where it goes on with the lines that are already below the cursor. */
export const linesBelow: PostFilter = {
  name: 'lines-below',
  apply(candidate, { after }) {
    const lines = candidate.text.trimEnd().split('\n');
    const rest = restOfLine(after);
    if (lines.length < 2) return candidate;
    const firstBelow = after.slice(rest.length + 1).replace(/^(?:[ \t]*\n)+/, '');
    const below = firstBelow.split('\n', lines.length).map((line) => line.trimEnd());
    for (let kept = 1; kept < lines.length; kept += 1) {
      const repeated = lines.slice(kept).map((line) => line.trimEnd());
      if (repeated.join('').trim() !== '' && repeated.every((line, at) => isSame(line, below[at] ?? ''))) return { ...candidate, text: lines.slice(0, kept).join('\n') };
    }
    return candidate;
  },
};

/** A line with words counts at any indentation; a bracket by itself only at its own. */
function isSame(line: string, below: string): boolean {
  return line === below || (/\p{L}/u.test(line) && line.trim() === below.trim());
}
