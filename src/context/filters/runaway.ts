import { lastLine } from '../lines.ts';
import { isProse } from '../syntax/languages.ts';
import type { PostFilter } from './filter.ts';

/** So many equal lines in a row, or equal stretches at the end of the text, are a model that runs in circles. */
const equalLines = 3;
const equalStretches = 4;
const longestStretch = 64;
/** Letters, digits and punctuation by themselves or in twos and threes: eight zeros are a number or a mask, nine are a runaway. */
const short = { unit: 3, characters: 9 };
/** Shorter repetitions of longer units are words that rhyme. */
const shortestRun = 24;
/** Lines under headings and around comments, and the line under the head of a Markdown table. */
const ruler = /^[-=#*_~+/|: ]+$/;
const emptyItem = /^\s*(?:[-*+•]|\d+[.)])\s*$/;
/** How comments and quoted texts begin, where a ruler may stand. */
const commentStart = /^\s*(?:\/\/|\/\*|\*|#|--|;|%|<!--|["'`])/;

/** Cuts a repetition down to its first occurrence, or away where that says nothing. */
export const runaway: PostFilter = {
  name: 'runaway',
  apply: (candidate, { before, language }) => {
    const prefix = lastLine(before);
    const rulers = (text: string): boolean => isProse(language) || commentStart.test(lastLine(prefix + text));
    return { ...candidate, text: withoutStretches(withoutEmptyItems(withoutLines(candidate.text), prefix), rulers) };
  },
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

/** Ends before the first of two empty list items, or before one that ends the text; `prefix` is the cursor's line, to which the first one belongs. */
function withoutEmptyItems(text: string, prefix: string): string {
  const lines = text.split('\n');
  const filled = lines.map((line, at) => ({ line: at === 0 ? prefix + line : line, at })).filter(({ line }) => line.trim() !== '');
  const first = filled.find(({ line, at }, index) => emptyItem.test(line) && (index === filled.length - 1 ? at > 0 : emptyItem.test(filled[index + 1]?.line ?? '')));
  return first === undefined ? text : lines.slice(0, first.at).join('\n').trimEnd();
}

function withoutStretches(text: string, rulersMayFollow: (text: string) => boolean): string {
  const end = text.trimEnd().length;
  for (let length = 1; length <= Math.min(longestStretch, end); length += 1) {
    let start = end - length;
    while (start > 0 && text[start - 1] === text[start + length - 1]) start -= 1;
    const run = end - start;
    const unit = text.slice(start, start + length);
    const least = length <= short.unit ? short.characters : shortestRun;
    if (run < Math.max(least, equalStretches * length)) continue;
    if (ruler.test(unit)) return rulersMayFollow(text.slice(0, end)) ? text : text.slice(0, start).trimEnd();
    return length > short.unit && /\p{L}/u.test(unit) ? text.slice(0, start + length) : withoutLastWord(text.slice(0, start), unit);
  }
  return text;
}

/** What ran away is no number and no word, and neither is its beginning. */
function withoutLastWord(text: string, unit: string): string {
  return (/^[\p{L}\p{N}]/u.test(unit) ? text.replace(/[\p{L}\p{N}_.]+$/u, '') : text).trimEnd();
}
