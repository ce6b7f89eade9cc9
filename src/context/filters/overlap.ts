import { restOfLine } from '../lines.ts';
import type { PostFilter } from './filter.ts';

/**
 * Replaces what stands right of the cursor instead of writing it twice: when the text ends with how the rest of the line begins
 * (`foo(|)` and `a, b)`), or begins with the whole rest of the line. Drops a text that adds nothing to the rest of the line.
 */
export const overlap: PostFilter = {
  name: 'overlap',
  apply(candidate, { after }) {
    const rest = restOfLine(after).trimEnd();
    const text = candidate.text.trimEnd();
    const words = rest.trimStart();
    const lead = rest.length - words.length;
    if (text === '' || after.startsWith(text) || words.startsWith(text.trimStart())) return { ...candidate, text: '' };
    if (rest === '') return candidate;
    if (text.trimStart().startsWith(words)) return { ...candidate, replaceRight: rest.length };
    for (let length = Math.min(words.length, text.length); length > 0; length -= 1) {
      if (text.endsWith(words.slice(0, length)) && isWhole(words, length)) return { text, replaceRight: lead + length };
    }
    return candidate;
  },
};

/** Whether a cut of `rest` at `length` does not go through a word. */
function isWhole(rest: string, length: number): boolean {
  const [inside, outside] = [rest.charAt(length - 1), rest.charAt(length)];
  return rest.slice(0, length).trim() !== '' && !(/[\p{L}\p{N}_]/u.test(inside) && (outside === '' ? length < 2 : /[\p{L}\p{N}_]/u.test(outside)));
}
