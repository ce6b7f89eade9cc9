import { answerOf, certainAnswer } from '../../context/question.ts';

/** An answer while it streams: gives each stretch once it is certain to belong to the answer. */
export class GrowingAnswer {
  #written = '';
  #given = '';

  /** The text that has become certain with this piece. */
  add(piece: string): string {
    this.#written += piece;
    return this.#give(certainAnswer(this.#written));
  }

  /** The rest, once nothing more comes; `repeats` as in `answerOf`. */
  end(repeats: boolean): string {
    return this.#give(answerOf(this.#written, repeats));
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
