import { firstExcessCloser } from '../brackets.ts';
import { lastLine } from '../lines.ts';
import { proseLanguages } from '../completionShape.ts';
import type { PostFilter } from './filter.ts';

/** Cuts a line of code before a bracket that closes nothing. An indented line may close what was opened above the prompt's start. */
export const excessClosers: PostFilter = {
  name: 'excess-closers',
  apply(candidate, { before, language }) {
    if (proseLanguages.has(language) || lastLine(before).trim() === '') return candidate;
    const excess = firstExcessCloser(before, candidate.text);
    return excess === -1 ? candidate : { text: candidate.text.slice(0, excess), replaceRight: 0 };
  },
};
