import type { CompletionReport } from '../../protocol/reports.ts';
import type { EditorSettings } from '../settings/editorSettings.ts';
import { slicePieces } from './reuse/pieces.ts';
import type { Remainder } from './reuse/suggestions.ts';

type Reason = NonNullable<CompletionReport['reason']>;

const noTime: CompletionReport['timing'] = { queueMs: 0, promptMs: 0, weightsMs: 0, firstPieceMs: null, totalMs: 0 };

/** The report of a request that never reached the engine, or that the engine did not answer. */
export function emptyReport(settings: EditorSettings, reason: Reason, totalMs = 0): CompletionReport {
  return {
    method: settings.weighting.method, alignment: settings.alignment, decoding: settings.decoding, delta: null, reference: '', bytes: 0, members: [], why: '',
    text: '', source: 'none', reason, pieces: [], stop: 'none', timing: { ...noTime, totalMs },
  };
}

/** The report of a suggestion of which the user has typed a part: the same weights, the rest of the text, no work. */
export function reusedReport({ suggestion, text }: Remainder, source: 'typing-as-suggested' | 'cache' | 'prefetched', totalMs: number): CompletionReport {
  const { report } = suggestion;
  const members = report.members.map((member) => ({ ...member, tokensEvaluated: 0, ms: 0 }));
  return {
    ...report, members, text, source, reason: null,
    pieces: slicePieces(report.pieces, suggestion.text.length - text.length, text.length),
    timing: { ...noTime, firstPieceMs: totalMs, totalMs },
  };
}

/** The report of a request that was on its way already, for the user or ahead. */
export function joinedReport({ suggestion, text }: Remainder, totalMs: number): CompletionReport {
  const { report, ahead } = suggestion;
  return { ...report, text, source: ahead ? 'prefetched' : 'in-flight', pieces: slicePieces(report.pieces, suggestion.text.length - text.length, text.length), timing: { ...report.timing, totalMs } };
}

/** A report with the text as it is shown after the filters; `dropped` names the one that left nothing over. */
export function filteredReport(report: CompletionReport, text: string, dropped: string | null): CompletionReport {
  if (text === report.text) return report;
  if (text === '') return { ...report, text, pieces: [], reason: report.reason ?? reasonToDrop(dropped) };
  const start = Math.max(0, report.text.indexOf(text));
  return { ...report, text, pieces: slicePieces(report.pieces, start, sharedStart(report.text.slice(start), text)) };
}

/** What a filter added, such as a closing bracket, is nobody's piece. */
function sharedStart(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a.charAt(length) === b.charAt(length)) length++;
  return length;
}

function reasonToDrop(filter: string | null): Reason {
  return filter === null || filter === 'empty' || filter === 'overlap' ? 'nothing-to-add' : 'filtered';
}
