import { confidenceOf, surePart } from '../../context/confidence.ts';
import type { CompletionReport } from '../../protocol/reports.ts';
import { slicePieces } from './pieces.ts';
import type { Request } from './request.ts';

interface Found {
  readonly text: string;
  readonly replaceRight: number;
  readonly report: CompletionReport;
}

/**
 * What of a text comes by itself: all of it as far as the pack is sure, nothing with the reason `unsure` when too little is left. Whoever asks by hand gets all. The rest
 * stays in the report.
 */
export function sureOf<F extends Found>(found: F, { trigger, settings: { minimumConfidence }, view: { language }, prompt: { before, lineEnding } }: Request): F {
  const { report, text: whole } = found;
  if (trigger === 'manual' || confidenceOf(report.pieces) >= minimumConfidence) return found;
  const judged = report.pieces.map(({ text }) => text).join('') === whole.replaceAll('\r\n', '\n');
  const sure = judged ? surePart(report.pieces, minimumConfidence, { before, language }) : '';
  if (judged && sure.length === whole.replaceAll('\r\n', '\n').length) return found;
  const text = sure.replaceAll('\n', lineEnding);
  return {
    ...found, text, replaceRight: 0,
    report: {
      ...report, text, reason: text === '' ? 'unsure' : null,
      pieces: slicePieces(report.pieces, 0, sure.length), withheld: slicePieces(report.pieces, sure.length, Infinity),
    },
  };
}
