import { completionShape, type CompletionMode } from '../../context/completionShape.ts';
import { lastLine, restOfLine } from '../../context/lines.ts';
import type { CompletionReport } from '../../protocol/reports.ts';
import type { CursorView } from './cursorView.ts';

export interface Accepted {
  readonly text: string;
  readonly replaceRight: number;
  readonly report: CompletionReport;
}

/**
 * Where the user will most likely want the next text once a suggestion is accepted: on the line below where the suggestion ends its line, at its end where it opens
 * a block or the line goes on.
 */
export function placeAfter(view: CursorView, { text, replaceRight, report }: Accepted, mode: CompletionMode): CursorView {
  const before = `${view.before}${text}`;
  const after = view.after.slice(replaceRight);
  const accepted = { ...view, before, after, offset: view.offset + text.length };
  const lineIsOver = restOfLine(after).trim() === '' && (report.stop === 'line-end' || report.stop === 'block-end');
  if (!lineIsOver || completionShape(before, after, mode, view.language).kind === 'block') return accepted;
  const newLine = `\n${/^[ \t]*/.exec(lastLine(before))?.[0] ?? ''}`;
  return { ...accepted, before: `${before}${newLine}`, offset: accepted.offset + newLine.length };
}
