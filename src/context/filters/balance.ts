import { closersOf, openIn } from '../brackets.ts';
import { lastLine, restOfLine } from '../lines.ts';
import type { PostFilter } from './filter.ts';

/**
 * Lets each bracket and quote that is open at the cursor be closed once: what the text closes itself (`foo(|)` and `a, b);`) is
 * taken away from the rest of the line.
 */
export const balance: PostFilter = {
  name: 'balance',
  apply(candidate, { before, after }) {
    if (candidate.replaceRight > 0) return candidate;
    const open = openIn(lastLine(before));
    const closed = open.length - openIn(candidate.text, open).filter((entry) => open.includes(entry)).length;
    const replaceRight = closersOf(restOfLine(after), open.slice(open.length - closed));
    return { ...candidate, replaceRight };
  },
};
