import type { PostFilter } from './filter.ts';

/** So many equal lines in a row, or equal stretches at the end of the text, are a model that runs in circles. */
const equalLines = 3;
const equalStretches = 4;
const longestStretch = 64;
/** Shorter repetitions are rulers and indentation. */
const shortestRun = 24;

/** Cuts a repetition down to its first occurrence. */
export const runaway: PostFilter = {
  name: 'runaway',
  apply: (candidate) => ({ ...candidate, text: withoutStretches(withoutLines(candidate.text)) }),
};

function withoutLines(text: string): string {
  const lines = text.split('\n');
  let run = 1;
  for (let at = 1; at < lines.length; at += 1) {
    run = lines[at] === lines[at - 1] && lines[at]?.trim() !== '' ? run + 1 : 1;
    if (run === equalLines) return lines.slice(0, at - equalLines + 2).join('\n');
  }
  return text;
}

function withoutStretches(text: string): string {
  for (let length = 1; length <= longestStretch; length += 1) {
    let start = text.length - length;
    while (start > 0 && text[start - 1] === text[start + length - 1]) start -= 1;
    const run = text.length - start;
    if (run >= Math.max(shortestRun, equalStretches * length) && /\p{L}/u.test(text.slice(start, start + length))) return text.slice(0, start + length);
  }
  return text;
}
