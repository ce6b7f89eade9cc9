import type { Distribution } from '../../fusion/member.ts';

/** Distributions kept at most; a complete one of 8,192 tokens takes 96 kB. */
const keptDistributions = 512;
/** Tokens that fit a key beside a position, see `keyOf`; the ids of the largest vocabularies need all of them. */
const keyedTokens = 2 ** 18;

interface Prediction {
  readonly path: Int32Array;
  readonly distribution: Distribution;
}

/**
 * What a model has said. About the tokens of its KV cache, for each position the log-probability of one token, true for as long as the tokens before it stay
 * the same. And whole distributions by the tokens that they follow, whatever the cache holds by now, so that what was evaluated ahead survives a question about another
 * path; the latest ones are kept.
 */
export class ScoreMemory {
  readonly #scores: ({ readonly id: number; readonly nats: number } | undefined)[] = [];
  readonly #predictions = new Map<number, Prediction>();

  /** The cache's tokens from `length` on are gone. What was scored at position `length` itself still holds. */
  rewind(length: number): void {
    this.#scores.length = Math.min(this.#scores.length, length + 1);
  }

  forget(): void {
    this.#scores.length = 0;
    this.#predictions.clear();
  }

  /** `nats` is the log-probability of `id` at `position` of the cache. */
  setScore(position: number, id: number, nats: number): void {
    while (this.#scores.length < position) this.#scores.push(undefined);
    this.#scores[position] = { id, nats };
  }

  /** `distribution` follows path[… position). The path must not change any more. */
  setDistribution(path: Int32Array, position: number, distribution: Distribution): void {
    const key = keyOf(path, position);
    this.#predictions.delete(key);
    this.#predictions.set(key, { path: path.subarray(0, position), distribution });
    if (this.#predictions.size <= keptDistributions) return;
    const [oldest] = this.#predictions.keys();
    if (oldest !== undefined) this.#predictions.delete(oldest);
  }

  /** Log-probability of path[position], or null when it is not known; of the cache's tokens the first `common` are the path's. */
  score(path: Int32Array, position: number, common: number): number | null {
    const id = path[position] ?? -1;
    const score = position <= common ? this.#scores[position] : undefined;
    if (score?.id === id) return score.nats;
    const distribution = this.#follows(path, position);
    const index = distribution?.ids.indexOf(id) ?? -1;
    return index < 0 ? null : Math.log(distribution?.p[index] ?? 0);
  }

  /** What follows path[… position), at least `topK` tokens or all of them listed, or null. */
  distribution(path: Int32Array, position: number, topK: number): Distribution | null {
    const distribution = this.#follows(path, position);
    return distribution !== null && (distribution.tail === 0 || distribution.ids.length >= topK) ? distribution : null;
  }

  #follows(path: Int32Array, position: number): Distribution | null {
    const known = this.#predictions.get(keyOf(path, position));
    if (known?.path.length !== position) return null;
    for (let at = position - 1; at >= 0; at -= 1) if (known.path[at] !== path[at]) return null;
    return known.distribution;
  }
}

/** The position and the two tokens before it, in 53 bits; paths that share it are told apart by comparing them. */
function keyOf(path: Int32Array, position: number): number {
  const last = (path[position - 1] ?? 0) % keyedTokens;
  const before = (path[position - 2] ?? 0) % keyedTokens;
  return ((position % (keyedTokens / 2)) * keyedTokens + last) * keyedTokens + before;
}
