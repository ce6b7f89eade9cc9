/** How long to wait before trying again, as a value: `next()` after a failure, `reset()` after progress. The total bounds a server that gives a byte at a time. */
export class RetryPolicy {
  static readonly start = new RetryPolicy(0, 0);
  static readonly #delaysMs = [500, 1000, 2000, 4000] as const;
  static readonly #mostInAll = 40;

  readonly #inARow: number;
  readonly #inAll: number;

  private constructor(inARow: number, inAll: number) {
    this.#inARow = inARow;
    this.#inAll = inAll;
  }

  /** The wait before the next attempt, or null when there should be none. */
  get delayMs(): number | null {
    return this.#inAll >= RetryPolicy.#mostInAll ? null : RetryPolicy.#delaysMs[this.#inARow] ?? null;
  }

  next(): RetryPolicy {
    return new RetryPolicy(this.#inARow + 1, this.#inAll + 1);
  }

  reset(): RetryPolicy {
    return new RetryPolicy(0, this.#inAll);
  }
}
