import { confidenceOf, surePart } from '../../context/confidence.ts';
import type { Candidate, Place } from '../../context/filters/filter.ts';
import { matcherAt } from '../../context/filters/matched.ts';
import { restAtCursor } from '../../context/restAtCursor.ts';
import { fromCode } from '../../context/syntax/fromCode.ts';
import type { Found } from './found.ts';
import type { Request } from './request.ts';
import { slicePieces } from './reuse/pieces.ts';

/**
 * What of a text comes by itself: all of it as far as the pack is sure, nothing with the reason `unsure` when too little is left. Whoever asks by hand gets all. The rest
 * stays in the report.
 */
export function sureOf(found: Found, { trigger, settings: { minimumConfidence }, view: { language }, prompt: { before, after, lineEnding } }: Request): Found {
  const { report } = found;
  if (trigger === 'manual' || confidenceOf(report.pieces) >= minimumConfidence) return found;
  const whole = found.text.replaceAll('\r\n', '\n');
  const judged = report.pieces.map(({ text }) => text).join('') === whole;
  const place: Place = { before: fromCode(before, language), after, language, lineEnding, shape: { kind: 'line' } };
  const fits = matcherAt(place);
  const inPlace = (text: string): Candidate => restAtCursor(text, place);
  const sure = judged ? surePart(report.pieces, minimumConfidence, (text) => inPlace(text).text === text && fits(inPlace(text))) : '';
  if (judged && sure.length === whole.length) return found;
  const text = sure.replaceAll('\n', lineEnding);
  return {
    text, replaceRight: sure === '' ? 0 : inPlace(sure).replaceRight,
    report: {
      ...report, text, reason: text === '' ? 'unsure' : null,
      pieces: slicePieces(report.pieces, 0, sure.length), withheld: slicePieces(report.pieces, sure.length, Infinity),
    },
  };
}
