import { lastLine, leadOf } from '../../../context/lines.ts';
import type { CursorView } from '../../cursor/cursorView.ts';
import { anchorOf, type Anchor } from './anchor.ts';
import { shiftPieces, slicePieces } from './pieces.ts';
import type { Suggestion } from './suggestion.ts';

/**
 * The suggestion for an empty line, as it reads at the indentation that this line has by now, from the user or from the editor: its other lines move along.
 * Null where the line was not empty, or what stands above it has changed.
 */
export function reindented(suggestion: Suggestion, view: CursorView): Suggestion | null {
  const { anchor, text, report } = suggestion;
  const lead = leadOf(text);
  const body = text.slice(lead.length);
  const start = startOfLine(anchor, view);
  if (start === null || body === '' || body.startsWith('\n')) return null;
  const above = view.before.slice(0, start);
  const indent = leadOf(view.before.slice(start));
  const shift = shiftFrom(`${lastLine(anchor.before)}${lead}`, indent);
  const place = { ...view, offset: view.offset - view.before.length + start + indent.length, before: `${above}${indent}` };
  return {
    ...suggestion,
    anchor: { ...anchorOf(place), after: anchor.after },
    text: shift(body),
    report: { ...report, text: shift(body), pieces: shiftPieces(slicePieces(report.pieces, lead.length, body.length), shift) },
  };
}

/** Where in the text before the cursor the anchor's line starts, if there was only white space in it up to the anchor and the text above is the same. */
function startOfLine({ document, before, offset }: Anchor, view: CursorView): number | null {
  const indent = lastLine(before);
  const start = view.before.length - (view.offset - offset) - indent.length;
  if (view.document !== document || indent.trim() !== '' || start < 0 || start > view.before.length) return null;
  const above = before.slice(0, before.length - indent.length);
  const now = view.before.slice(0, start);
  return now.endsWith(above) || above.endsWith(now) ? start : null;
}

/** Moves every line but the first from one indentation to another; lines that stand further left stay. */
function shiftFrom(from: string, to: string): (text: string) => string {
  return (text) => text.replaceAll(/(?<=\n)[ \t]*/g, (blanks) => (blanks.startsWith(from) ? `${to}${blanks.slice(from.length)}` : blanks));
}
