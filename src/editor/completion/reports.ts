import type { CompletionReport } from '../../protocol/reports.ts';
import type { EditorSettings } from '../settings/editorSettings.ts';
import type { Remainder } from './suggestions.ts';

type Reason = NonNullable<CompletionReport['reason']>;
type Pieces = CompletionReport['pieces'];

const noTime: CompletionReport['timing'] = { queueMs: 0, promptMs: 0, weightsMs: 0, firstPieceMs: null, totalMs: 0 };

/** The report of a request that never reached the engine, or that the engine did not answer. */
export function emptyReport(settings: EditorSettings, reason: Reason, totalMs = 0): CompletionReport {
  return {
    method: settings.weighting.method, alignment: settings.alignment, decoding: settings.decoding, delta: null, reference: '', bytes: 0, members: [], why: '',
    text: '', source: 'none', reason, pieces: [], stop: 'none', timing: { ...noTime, totalMs },
  };
}

/** The report of a suggestion of which the user has typed a part: the same weights, the rest of the text, no work. */
export function reusedReport({ suggestion, text }: Remainder, source: 'typing-as-suggested' | 'cache', totalMs: number): CompletionReport {
  const { report } = suggestion;
  const members = report.members.map((member) => ({ ...member, tokensEvaluated: 0, ms: 0 }));
  return {
    ...report, members, text, source, reason: null,
    pieces: slicePieces(report.pieces, suggestion.text.length - text.length, text.length),
    timing: { ...noTime, firstPieceMs: totalMs, totalMs },
  };
}

/** The report of a request that the user typed along with while it ran. */
export function joinedReport({ suggestion, text }: Remainder, totalMs: number): CompletionReport {
  const { report } = suggestion;
  return { ...report, text, pieces: slicePieces(report.pieces, suggestion.text.length - text.length, text.length), timing: { ...report.timing, totalMs } };
}

/** A report with the text as it is shown after the filters; `dropped` names the one that left nothing over. */
export function filteredReport(report: CompletionReport, text: string, dropped: string | null): CompletionReport {
  if (text === report.text) return report;
  if (text === '') return { ...report, text, pieces: [], reason: report.reason ?? reasonToDrop(dropped) };
  const start = report.text.indexOf(text);
  return { ...report, text, pieces: start === -1 ? report.pieces : slicePieces(report.pieces, start, text.length) };
}

function reasonToDrop(filter: string | null): Reason {
  return filter === null || filter === 'empty' || filter === 'overlap' ? 'nothing-to-add' : 'filtered';
}

/** The pieces that cover [start, start + length) of their joined text, cut at both ends. */
export function slicePieces(pieces: Pieces, start: number, length: number): Pieces {
  let at = 0;
  return pieces.flatMap((piece) => {
    const text = piece.text.slice(Math.max(0, start - at), Math.max(0, start + length - at));
    at += piece.text.length;
    return text === '' ? [] : [{ ...piece, text }];
  });
}
