/** Passes without a copy after one that did not pay; twice as many after each further one. */
const pause = { first: 4, most: 256 };
/** Weight of the latest pass in what a pass takes. */
const recency = 1 / 8;

/**
 * Whether copies pay. To check a further token in the same forward pass costs a tenth of a pass with some models, and with others, depending on how their weights are quantised and on the machine, more than a
 * pass of its own: copies of which every token came true made SmolLM2's 4-bit file a quarter slower on two cores. So passes are timed, and a copy that took longer than its tokens alone is followed by a pause.
 */
export class PayingCopies {
  #onePass: number | null = null;
  #pausing = 0;
  #nextPause = pause.first;

  /** Whether the next pass may check a copy. */
  get worthTrying(): boolean {
    return this.#onePass !== null && this.#pausing === 0;
  }

  /** A pass for one token took so long, ms. */
  passed(ms: number): void {
    this.#onePass = this.#onePass === null ? ms : this.#onePass + recency * (ms - this.#onePass);
    this.#pausing = Math.max(0, this.#pausing - 1);
  }

  /** A pass that checked a copy took so long, ms, and chose so many tokens. */
  checked(ms: number, tokens: number): void {
    const paid = ms <= tokens * (this.#onePass ?? ms);
    if (!paid) this.#pausing = this.#nextPause;
    this.#nextPause = paid ? pause.first : Math.min(pause.most, 2 * this.#nextPause);
  }
}
