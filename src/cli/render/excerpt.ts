import type { Piece } from '../../protocol/reports.ts';
import { attributionLines, paintPieces } from './pieces.ts';
import type { Style } from './style.ts';

const linesBefore = 3;

/** The last lines before the cursor, numbered and faint, with the completion where it would go. */
export function excerpt(before: string, pieces: readonly Piece[], ids: readonly string[], style: Style): string {
  const lines = before.replaceAll('\r', '').split('\n');
  const first = Math.max(0, lines.length - linesBefore - 1);
  const shown = lines.slice(first);
  const current = shown.pop() ?? '';
  const generated = paintPieces(pieces, ids, style).replaceAll('\r', '').split('\n');
  const numbers = String(lines.length + generated.length - 1).length;
  const margin = (line: number | null): string => style.faint(`${(line === null ? '' : String(line)).padStart(numbers)} │ `);
  const marks = style.colour ? [] : attributionLines(pieces, ids);
  const out = shown.map((line, index) => margin(first + index + 1) + style.faint(line));
  generated.forEach((line, index) => {
    const start = index === 0 ? current : '';
    out.push(margin(lines.length + index) + style.faint(start) + line);
    const mark = marks[index] ?? '';
    if (mark !== '') out.push(margin(null) + blankOf(start) + mark);
  });
  return out.map((line) => line.trimEnd()).join('\n');
}

/** Blanks as wide as the text, tabs kept. */
const blankOf = (text: string): string => text.replaceAll(/[^\t]/gu, ' ');
