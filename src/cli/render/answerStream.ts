import { certainAnswer } from '../../context/question.ts';
import type { Piece } from '../../protocol/reports.ts';
import { paintPieces, piecesOf } from './pieces.ts';
import type { Style } from './style.ts';

/** Shows an answer while it grows: each character once, in its member's colour, and once it is certain to stay. */
export class AnswerStream {
  readonly #ids: readonly string[];
  readonly #style: Style;
  readonly #write: (text: string) => void;
  readonly #pieces: Piece[] = [];
  #shown = 0;

  constructor(ids: readonly string[], style: Style, write: (text: string) => void) {
    this.#ids = ids;
    this.#style = style;
    this.#write = write;
  }

  add(piece: Piece): void {
    this.#pieces.push(piece);
    this.#show(this.#pieces, certainAnswer(this.#pieces.map((each) => each.text).join('')));
  }

  /** The rest of the answer, once it is known whole. */
  end(pieces: readonly Piece[], text: string): void {
    this.#show(pieces, text);
  }

  #show(pieces: readonly Piece[], text: string): void {
    const fresh: Piece[] = [];
    let position = 0;
    for (const piece of piecesOf(pieces, text)) {
      const own = piece.text.slice(Math.max(0, this.#shown - position));
      position += piece.text.length;
      if (own !== '') fresh.push({ ...piece, text: own });
    }
    this.#shown = Math.max(this.#shown, text.length);
    if (fresh.length > 0) this.#write(paintPieces(fresh, this.#ids, this.#style));
  }
}
