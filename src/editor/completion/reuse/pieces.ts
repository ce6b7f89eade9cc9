import type { CompletionReport } from '../../../protocol/reports.ts';

export type Pieces = CompletionReport['pieces'];

/** The pieces that cover [start, start + length) of their joined text, cut at both ends. */
export function slicePieces(pieces: Pieces, start: number, length: number): Pieces {
  let at = 0;
  return pieces.flatMap((piece) => {
    const text = piece.text.slice(Math.max(0, start - at), Math.max(0, start + length - at));
    at += piece.text.length;
    return text === '' ? [] : [{ ...piece, text }];
  });
}

/**
 * The pieces of a text whose lines were moved by `shift`. White space at the start of a line goes to the piece that goes on after it, for only there it is known
 * how much of it there is.
 */
export function shiftPieces(pieces: Pieces, shift: (text: string) => string): Pieces {
  let read = '';
  let written = 0;
  return pieces.flatMap((piece, index) => {
    read += piece.text;
    const known = shift(index === pieces.length - 1 ? read : read.replace(/\n[ \t]*$/, ''));
    const text = known.slice(written);
    written = Math.max(written, known.length);
    return text === '' ? [] : [{ ...piece, text }];
  });
}
