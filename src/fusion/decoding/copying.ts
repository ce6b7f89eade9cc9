/** Length of a copy, in bytes or tokens. */
export interface CopyLength {
  readonly first: number;
  readonly least: number;
  readonly most: number;
}

/** How copies from one source fare: they grow while they are followed to their end, and rest on more agreement after they were not. */
export class Copying {
  readonly #bounds: CopyLength;
  readonly #least: number;
  #agreement: number;
  #length: number;

  /** `agreement`: how much of the text's end a copy rests on at least. */
  constructor(bounds: CopyLength, agreement: number) {
    this.#bounds = bounds;
    this.#least = agreement;
    this.#agreement = agreement;
    this.#length = bounds.first;
  }

  /** How much of the text's end must have stood at the place that the next copy comes from. */
  get agreement(): number {
    return this.#agreement;
  }

  /** How long the next copy may be. */
  get length(): number {
    return this.#length;
  }

  /** `followed` of a copy became the text, `whole` if that was all of it. */
  learn(followed: number, whole: boolean): void {
    const { least, most } = this.#bounds;
    this.#length = whole ? Math.min(most, this.#length * 2) : Math.max(least, this.#length / 2);
    if (whole) this.#agreement = Math.max(this.#least, this.#agreement / 2);
    else if (followed < least) this.#agreement *= 2;
  }
}
