import type { FusedPiece } from './decode.ts';

export function textOf(pieces: readonly FusedPiece[]): string {
  return pieces.map((piece) => piece.text).join('');
}

/** The pieces of the text's first `length` UTF-16 units; the last one may be cut short. */
export function cutPieces(pieces: readonly FusedPiece[], length: number): FusedPiece[] {
  const cut: FusedPiece[] = [];
  let left = length;
  for (const piece of pieces) {
    if (left <= 0) break;
    cut.push(piece.text.length <= left ? piece : { ...piece, text: piece.text.slice(0, left) });
    left -= piece.text.length;
  }
  return cut;
}
