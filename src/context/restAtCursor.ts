import { balance } from './filters/balance.ts';
import type { Candidate, Place } from './filters/filter.ts';
import { overlap } from './filters/overlap.ts';
import { fromCode } from './syntax/fromCode.ts';

/**
 * The rest of a text of which a part was typed, as it goes in at the cursor. It was judged when it was whole; what is looked at again is only what stands right of
 * the cursor by now, closing brackets that the editor put there among it. Empty where all of it is there already.
 */
export function restAtCursor(rest: string, { before, ...where }: Place): Candidate {
  const place: Place = { ...where, before: fromCode(before, where.language) };
  const candidate = overlap.apply({ text: rest, replaceRight: 0 }, place);
  return candidate.text === '' ? candidate : balance.apply(candidate, place);
}
