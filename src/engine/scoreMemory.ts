import type { Distribution } from '../fusion/member.ts';

/** Distributions kept at most; a complete one of 8,192 tokens takes 96 kB. */
const keptDistributions = 512;

/**
 * What a model has said about the tokens of its KV cache and the one after them: for each position the log-probability of one token,
 * or the whole distribution. Both stay true for as long as the tokens before the position stay the same.
 */
export class ScoreMemory {
  readonly #scores: ({ readonly id: number; readonly nats: number } | undefined)[] = [];
  readonly #distributions = new Map<number, Distribution>();

  /** Tokens from `length` on are gone. What was predicted for position `length` itself still holds. */
  rewind(length: number): void {
    this.#scores.length = Math.min(this.#scores.length, length + 1);
    for (const position of this.#distributions.keys()) {
      if (position > length) this.#distributions.delete(position);
    }
  }

  /** `nats` is the log-probability of `id` at `position`. */
  setScore(position: number, id: number, nats: number): void {
    while (this.#scores.length < position) this.#scores.push(undefined);
    this.#scores[position] = { id, nats };
  }

  setDistribution(position: number, distribution: Distribution): void {
    this.#distributions.delete(position);
    this.#distributions.set(position, distribution);
    if (this.#distributions.size <= keptDistributions) return;
    const [oldest] = this.#distributions.keys();
    if (oldest !== undefined) this.#distributions.delete(oldest);
  }

  /** Log-probability of `id` at `position`, or null when it is not known. */
  score(position: number, id: number): number | null {
    const score = this.#scores[position];
    if (score?.id === id) return score.nats;
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
