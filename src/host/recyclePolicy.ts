/** What an engine may grow by before it is started anew: half of what it took when it had loaded its pack, and this, bytes. The standard pack grows by a fifth. */
const growth = 0.5;
const allowance = 100e6;

/** What each recycling raises the limit by: where memory grows that far in any case, the engine is not started anew time and again. */
const raise = 1.5;

/** At which RSS an engine with nothing to do is worth starting anew. An immutable value: each recycling yields the policy for the next life. */
export class RecyclePolicy {
  readonly #limit: number;

  private constructor(limit: number) {
    this.#limit = limit;
  }

  /** For an engine that has just loaded its pack; `rss` in bytes. */
  static of(rss: number): RecyclePolicy {
    return new RecyclePolicy(rss * (1 + growth) + allowance);
  }

  exceededBy(rss: number): boolean {
    return rss > this.#limit;
  }

  next(): RecyclePolicy {
    return new RecyclePolicy(this.#limit * raise);
  }
}
