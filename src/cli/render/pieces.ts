import type { CompletionReport, Piece } from '../../protocol/reports.ts';
import { memberLetter, type Style } from './style.ts';

/** Pieces in the colours of their members; without colour, plain. `ids` fixes which member has which colour. */
export function paintPieces(pieces: readonly Piece[], ids: readonly string[], style: Style): string {
  return pieces.map((piece) => paintLines(piece.text, style.member(ids.indexOf(piece.member)))).join('');
}

/** A colour never spans a line end: pagers and prompts would carry it on. */
function paintLines(text: string, paint: (text: string) => string): string {
  return text.split('\n').map((line) => (line === '' ? '' : paint(line))).join('\n');
}

/**
 * For terminals without colour: one line per line of text, in which a letter marks where a member's stretch begins and `─` where it goes on.
 * Tabs stay tabs, so that the lines keep below the text they explain.
 */
export function attributionLines(pieces: readonly Piece[], ids: readonly string[]): readonly string[] {
  const lines: string[] = [];
  let line = '';
  let previous = '';
  for (const { text, member } of pieces) {
    for (const character of text) {
      if (character === '\n') {
        lines.push(line);
        line = '';
        previous = '';
      } else if (character === '\t') {
        line += '\t';
      } else {
        line += member === previous ? '─' : memberLetter(ids.indexOf(member));
        previous = member;
      }
    }
  }
  return [...lines, line];
}

/** The pieces cut down to what is left of their text after the post-filters, so that together they say `text` again. */
export function piecesOf(pieces: readonly Piece[], text: string): CompletionReport['pieces'] {
  const raw = pieces.map((piece) => piece.text).join('');
  let skip = Math.max(0, raw.indexOf(text));
  let done = 0;
  const kept: Piece[] = [];
  for (const piece of pieces) {
    const from = Math.min(skip, piece.text.length);
    skip -= from;
    let own = '';
    for (const character of piece.text.slice(from)) {
      if (!text.startsWith(character, done)) continue;
      own += character;
      done += character.length;
    }
    if (own !== '') kept.push({ ...piece, text: own });
  }
  const last = kept.pop();
  if (last !== undefined) kept.push({ ...last, text: last.text + text.slice(done) });
  return kept;
}
