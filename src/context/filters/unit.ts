import { lastLine } from '../lines.ts';
import { isProse } from '../syntax/languages.ts';
import { syntaxAt, type PostFilter } from './filter.ts';

/** Ends a block after the unit that the line at the cursor, or the one above an empty line, opened. */
export const unit: PostFilter = {
  name: 'unit',
  apply(candidate, place) {
    const { before, language, shape } = place;
    if (shape.kind !== 'block' || isProse(language) || !candidate.text.includes('\n')) return candidate;
    const line = lastLine(before);
    const opened = line.trim() === '' ? before.slice(0, Math.max(0, before.length - line.length - 1)) : before;
    const skipped = before.slice(opened.length);
    const end = syntaxAt(place).unitEnd(opened, skipped + candidate.text);
    return end === null || end <= skipped.length ? candidate : { ...candidate, text: candidate.text.slice(0, end - skipped.length) };
  },
};
