import { lastLine, restOfLine } from '../lines.ts';
import { openIn, type Open } from '../syntax/scan.ts';
import type { PostFilter } from './filter.ts';

/**
 * Lets each bracket and quote that the cursor's line has open be closed once: what the text closes itself (`foo(|)` and `a, b);`) is
 * taken away from the rest of the line.
 */
export const balance: PostFilter = {
  name: 'balance',
  apply(candidate, { before, after, language }) {
    if (candidate.replaceRight > 0) return candidate;
    const line = before.length - lastLine(before).length;
    const open = openIn(before, language).filter(({ at, kind }) => at >= line && kind !== 'comment');
    const left = new Set(openIn(before + candidate.text, language).map(({ at }) => at));
    return { ...candidate, replaceRight: closersOf(restOfLine(after), open.filter(({ at }) => !left.has(at))) };
  },
};

/** Length of the start of `rest` that closes entries of `open`, innermost first, spaces between them included. */
function closersOf(rest: string, open: readonly Open[]): number {
  let length = 0;
  const left = [...open];
  for (let at = 0; at < rest.length && left.length > 0; at += 1) {
    const closer = left.at(-1)?.closer ?? '';
    if (rest.startsWith(closer, at)) {
      left.pop();
      at += closer.length - 1;
      length = at + 1;
    } else if (rest.charAt(at) !== ' ') break;
  }
  return length;
}
