import type { Distribution } from '../fusion/member.ts';

/** Distributions kept at most; a complete one of 8,192 tokens takes 96 kB. */
const keptDistributions = 512;

/**
 * What a model has said about the tokens of its KV cache: for each position the log-probability of the token that is there, or
 * the whole distribution. Both stay true for as long as the tokens before the position stay the same.
 */
export class ScoreMemory {
  /** nats; NaN where it was not asked. */
  readonly #logProbabilities: number[] = [];
  readonly #distributions = new Map<number, Distribution>();

  /** Tokens from `length` on are gone. What was predicted for position `length` itself still holds. */
  rewind(length: number): void {
    if (length < this.#logProbabilities.length) this.#logProbabilities.length = length;
    for (const position of this.#distributions.keys()) {
      if (position > length) this.#distributions.delete(position);
    }
  }

  setLogProbability(position: number, nats: number): void {
    for (let unknown = this.#logProbabilities.length; unknown < position; unknown++) this.#logProbabilities.push(NaN);
    this.#logProbabilities[position] = nats;
  }

  setDistribution(position: number, distribution: Distribution): void {
    this.#distributions.delete(position);
    this.#distributions.set(position, distribution);
    if (this.#distributions.size <= keptDistributions) return;
    const [oldest] = this.#distributions.keys();
    if (oldest !== undefined) this.#distributions.delete(oldest);
  }

  /** Log-probability of `id` at `position`, or null when it is not known. `here` tells that the position holds this very token. */
  logProbability(position: number, id: number, here: boolean): number | null {
    const known = here ? (this.#logProbabilities[position] ?? NaN) : NaN;
    if (!Number.isNaN(known)) return known;
    const distribution = this.#distributions.get(position);
    const index = distribution?.ids.indexOf(id) ?? -1;
    if (distribution === undefined || index < 0) return null;
    return Math.log(distribution.p[index] ?? 0);
  }

  /** A distribution for `position` that lists at least `topK` tokens or all of them, or null. */
  distribution(position: number, topK: number): Distribution | null {
    const distribution = this.#distributions.get(position);
    return distribution !== undefined && (distribution.tail === 0 || distribution.ids.length >= topK) ? distribution : null;
  }
}
