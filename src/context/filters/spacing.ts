import { lastLine, restOfLine } from '../lines.ts';
import type { PostFilter } from './filter.ts';

/** Removes spaces that would stand next to a space, and white space at the ends of lines; drops what is white space only. */
export const spacing: PostFilter = {
  name: 'spacing',
  apply(candidate, { before, after }) {
    const doubled = /\S[ \t]+$/.test(lastLine(before));
    const text = (doubled ? candidate.text.replace(/^[ \t]+/, '') : candidate.text).replaceAll(/[ \t]+(?=\n)/g, '');
    if (text.trim() === '') return { ...candidate, text: '' };
    const keepsSpace = /^\S/.test(restOfLine(after).slice(candidate.replaceRight));
    return { ...candidate, text: keepsSpace ? text.replace(/\s*\n\s*$|(?<=[ \t])[ \t]+$/, '') : text.trimEnd() };
  },
};
