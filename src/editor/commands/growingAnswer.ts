import { answerOf } from '../../context/question.ts';

/** A line that may yet turn out to begin a turn that the pack makes up, and blanks that may be the last ones. */
const undecided = /\s*(?:\n\s*\w*)?$/u;

/** An answer while it streams: gives each stretch once it is certain to belong to the answer. */
export class GrowingAnswer {
  #written = '';
  #given = '';

  /** The text that has become certain with this piece. */
  add(piece: string): string {
    this.#written += piece;
    return this.#give(answerOf(this.#written).replace(undecided, '').trimStart());
  }

  /** The rest, once nothing more comes. */
  end(): string {
    return this.#give(answerOf(this.#written).trim());
  }

  /** What was given so far, joined. */
  get text(): string {
    return this.#given;
  }

  #give(answer: string): string {
    const fresh = answer.slice(this.#given.length);
    this.#given += fresh;
    return fresh;
  }
}
