import { lastLine, restOfLine } from '../lines.ts';
import { openIn, type Open } from '../syntax/scan.ts';
import { scanBefore, type Candidate, type PostFilter } from './filter.ts';

/**
 * Lets each bracket and quote that the cursor's line has open be closed once: what the text closes itself (`foo(|)` and `a, b);`) is
 * taken away from the rest of the line, and so is the separator that follows.
 */
export const balance: PostFilter = {
  name: 'balance',
  apply(candidate, place) {
    const { before, after, language } = place;
    const rest = restOfLine(after);
    if (candidate.replaceRight > 0) return withSeparator(candidate, rest);
    const line = before.length - lastLine(before).length;
    const open = scanBefore(place).open.filter(({ at, kind }) => at >= line && kind !== 'comment');
    const left = new Set(openIn(before + candidate.text, language).map(({ at }) => at));
    return withSeparator({ ...candidate, replaceRight: closersOf(rest, open.filter(({ at }) => !left.has(at))) }, rest);
  },
};

/** With the semicolon or comma that the text ends with and that stands there already. */
function withSeparator(candidate: Candidate, rest: string): Candidate {
  const separator = /[;,]$/.exec(candidate.text.trimEnd())?.[0];
  return separator !== undefined && rest.charAt(candidate.replaceRight) === separator ? { ...candidate, replaceRight: candidate.replaceRight + 1 } : candidate;
}

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
