import { balance } from './filters/balance.ts';
import { comment } from './filters/comment.ts';
import type { Candidate, Place, PostFilter } from './filters/filter.ts';
import { fences } from './filters/fences.ts';
import { firstLine } from './filters/firstLine.ts';
import { indentation } from './filters/indentation.ts';
import { invisible } from './filters/invisible.ts';
import { linesBelow } from './filters/linesBelow.ts';
import { neighbours } from './filters/neighbours.ts';
import { overlap } from './filters/overlap.ts';
import { pairs } from './filters/pairs.ts';
import { runaway } from './filters/runaway.ts';
import { sentence } from './filters/sentence.ts';
import { spacing } from './filters/spacing.ts';
import { unfinishedWord } from './filters/unfinishedWord.ts';
import { unit } from './filters/unit.ts';
import { usefulness } from './filters/usefulness.ts';
import { fromCode } from './syntax/fromCode.ts';

/**
 * In this order: what must never be seen, what was not asked for, how the document writes it, what repeats, what is there already, what does
 * not match, what is left over.
 */
export const filters: readonly PostFilter[] = [
  invisible, fences, firstLine, sentence, comment, indentation, unit, unfinishedWord, runaway, neighbours, linesBelow, overlap, balance, pairs, spacing, usefulness,
];

export interface Processed {
  /** With the document's line ends. */
  readonly text: string;
  /** UTF-16 units right of the cursor, on its line, that the text replaces. */
  readonly replaceRight: number;
  /** Which filter left nothing over; null when there is something to show. */
  readonly dropped: string | null;
}

/** A text that was changed is looked at again, so often at most. */
const mostRounds = 4;

/** What of a generated text may be shown at its place. Shown again it stays as it is. */
export function postProcess(text: string, { before, unfinished, ...where }: Place): Processed {
  if (text === '') return { text, replaceRight: 0, dropped: 'empty' };
  const place: Place = { ...where, before: fromCode(before, where.language) };
  let found = filtered(text, unfinished === undefined ? place : { ...place, unfinished });
  for (let round = 1, seen = text; found.dropped === null && found.text !== seen; round += 1) {
    if (round === mostRounds) return { text: '', replaceRight: 0, dropped: 'unsettled' };
    seen = found.text;
    found = filtered(seen, place);
  }
  return { ...found, text: found.text.replaceAll('\n', place.lineEnding) };
}

function filtered(text: string, place: Place): Processed {
  let candidate: Candidate = { text, replaceRight: 0 };
  for (const filter of filters) {
    candidate = filter.apply(candidate, place);
    if (candidate.text === '') return { text: '', replaceRight: 0, dropped: filter.name };
  }
  return { ...candidate, dropped: null };
}
