import { restOfLine } from '../lines.ts';
import type { PostFilter } from './filter.ts';

/** Keeps a completion of one line to one line. */
export const firstLine: PostFilter = {
  name: 'first-line',
  apply: (candidate, { shape }) => (shape.kind === 'line' ? { ...candidate, text: restOfLine(candidate.text) } : candidate),
};
