import { completionShape, type CompletionMode } from '../../context/completionShape.ts';
import { lastLine, leadOf, restOfLine } from '../../context/lines.ts';
import type { CursorView } from '../cursor/cursorView.ts';
import type { Found } from './found.ts';

/**
 * Where the user will most likely want the next text once a suggestion is accepted: on the line below where the suggestion ends its line, at its end where it opens
 * a block or the line goes on.
 */
export function placeAfter(view: CursorView, { text, replaceRight, report }: Found, mode: CompletionMode): CursorView {
  const before = `${view.before}${text}`;
  const after = view.after.slice(replaceRight);
  const accepted = { ...view, before, after, offset: view.offset + text.length };
  const lineIsOver = restOfLine(after).trim() === '' && (report.stop === 'line-end' || report.stop === 'block-end');
  if (!lineIsOver || completionShape(before, after, mode, view.language).kind === 'block') return accepted;
  const newLine = `\n${leadOf(lastLine(before))}`;
  return { ...accepted, before: `${before}${newLine}`, offset: accepted.offset + newLine.length };
}
