import { hasAt } from '../../fusion/bytes.ts';
import type { Distribution } from '../../fusion/member.ts';

/** Distributions kept at most; a complete one of 8,192 tokens takes 96 kB. */
const keptDistributions = 512;
/** Lists of what may spell the end of a text, kept at most. */
const keptWithin = 64;
/** Tokens that fit a key beside a position, see `keyOf`; the ids of the largest vocabularies need all of them. */
const keyedTokens = 2 ** 18;

interface Prediction {
  readonly path: Int32Array;
  readonly distribution: Distribution;
  /** Tokens that were to be listed. */
  readonly topK: number;
}

interface Within {
  readonly path: Int32Array;
  readonly pending: Uint8Array;
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
  readonly #within = new Map<number, Within>();

  /** The cache's tokens from `length` on are gone. What was scored at position `length` itself still holds. */
  rewind(length: number): void {
    this.#scores.length = Math.min(this.#scores.length, length + 1);
  }

  forget(): void {
    this.#scores.length = 0;
    this.#predictions.clear();
    this.#within.clear();
  }

  /** `nats` is the log-probability of `id` at `position` of the cache. */
  setScore(position: number, id: number, nats: number): void {
    while (this.#scores.length < position) this.#scores.push(undefined);
    this.#scores[position] = { id, nats };
  }

  /** `distribution` follows path[… position), asked to list `topK` tokens. The path must not change any more. */
  setDistribution(path: Int32Array, position: number, topK: number, distribution: Distribution): void {
    remember(this.#predictions, keptDistributions, { path: path.subarray(0, position), distribution, topK });
  }

  /** `distribution` holds the tokens that may follow path[… position) where the text goes on with `pending`. */
  setWithin(path: Int32Array, position: number, pending: Uint8Array, distribution: Distribution): void {
    remember(this.#within, keptWithin, { path: path.subarray(0, position), pending, distribution });
  }

  /** What was said about the tokens within `pending` after `path`, or about those within a beginning of it: they are all among these. */
  within(path: Int32Array, pending: Uint8Array): Distribution | null {
    const known = follows(this.#within, path, path.length);
    return known !== null && hasAt(pending, known.pending, 0) ? known.distribution : null;
  }

  /** Log-probability of path[position], or null when it is not known; of the cache's tokens the first `common` are the path's. */
  score(path: Int32Array, position: number, common: number): number | null {
    const id = path[position] ?? -1;
    const score = position <= common ? this.#scores[position] : undefined;
    if (score?.id === id) return score.nats;
    for (const said of [follows(this.#predictions, path, position), follows(this.#within, path, position)]) {
      const p = said?.distribution.p[said.distribution.ids.indexOf(id)];
      if (p !== undefined) return Math.log(p);
    }
    return null;
  }

  /** What follows path[… position), asked for `topK` tokens or more, or all of them listed, or null. */
  distribution(path: Int32Array, position: number, topK: number): Distribution | null {
    const known = follows(this.#predictions, path, position);
    return known !== null && (known.distribution.tail === 0 || known.topK >= topK) ? known.distribution : null;
  }
}

/** The latest ones are kept. */
function remember<T extends { readonly path: Int32Array }>(known: Map<number, T>, most: number, one: T): void {
  const key = keyOf(one.path, one.path.length);
  known.delete(key);
  known.set(key, one);
  if (known.size <= most) return;
  const [oldest] = known.keys();
  if (oldest !== undefined) known.delete(oldest);
}

function follows<T extends { readonly path: Int32Array }>(known: ReadonlyMap<number, T>, path: Int32Array, position: number): T | null {
  const one = known.get(keyOf(path, position));
  if (one?.path.length !== position) return null;
  for (let at = position - 1; at >= 0; at -= 1) if (one.path[at] !== path[at]) return null;
  return one;
}

/** The position and the two tokens before it, in 53 bits; paths that share it are told apart by comparing them. */
function keyOf(path: Int32Array, position: number): number {
  const last = (path[position - 1] ?? 0) % keyedTokens;
  const before = (path[position - 2] ?? 0) % keyedTokens;
  return ((position % (keyedTokens / 2)) * keyedTokens + last) * keyedTokens + before;
}
