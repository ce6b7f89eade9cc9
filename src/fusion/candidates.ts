import type { Distribution } from './member.ts';
import type { TokenMap } from './tokenMap.ts';

/** A log-probability known exactly although the member may not have listed the token. */
export interface KnownToken {
  readonly member: number;
  /** Reference token. */
  readonly id: number;
  readonly logP: number;
}

/** One position over the reference tokens that matter there. */
export interface Candidates {
  /** Reference token ids; a last entry of −1 stands for all tokens that nobody listed. */
  readonly ids: Int32Array;
  /** ln p of each member. Shape [members][ids.length]. */
  readonly logits: readonly Float64Array[];
}

/** Smaller probabilities are not told apart. */
const leastP = 1e-30;

/**
 * Brings members' next-token distributions onto the reference vocabulary: every listed token of every member, through the map.
 * A member's probability of a candidate that it did not list is approximated by its tail spread evenly over its unlisted tokens (at most its smallest
 * listed probability), which is also what stands for a token without counterpart. The reference tokens listed by nobody enter the
 * denominator together, as one candidate: n tokens at the floors f_k fuse to n · Π f_k^λ_k, which is Π (n f_k)^λ_k because Σ λ = 1.
 * When every member lists its whole vocabulary nothing is approximated.
 */
export class CandidateGatherer {
  readonly #maps: readonly TokenMap[];
  readonly #slot: Int32Array;
  readonly #seen: Int32Array;
  #round = 0;

  /** `maps[k]` leads from the reference's vocabulary of `referenceTokens` tokens to member k's. */
  constructor(maps: readonly TokenMap[], referenceTokens: number) {
    this.#maps = maps;
    this.#slot = new Int32Array(referenceTokens);
    this.#seen = new Int32Array(referenceTokens);
  }

  /** `always` are reference tokens that are candidates even if nobody lists them. `vocabularySizes` counts each member's tokens. */
  gather(distributions: readonly Distribution[], vocabularySizes: readonly number[], always: readonly number[], known: readonly KnownToken[] = []): Candidates {
    this.#round += 1;
    const ids: number[] = [];
    const add = (id: number): void => {
      if (this.#seen[id] === this.#round) return;
      this.#seen[id] = this.#round;
      this.#slot[id] = ids.length;
      ids.push(id);
    };
    for (const id of always) add(id);
    for (const [k, distribution] of distributions.entries()) for (const token of distribution.ids) this.#maps[k]?.sources(token).forEach(add);

    const floors = distributions.map((distribution, k) => floorOf(distribution, vocabularySizes[k] ?? 0));
    const unlisted = this.#slot.length - ids.length;
    const rest = unlisted > 0 && distributions.some((distribution) => distribution.tail > 0);
    const logits = distributions.map((distribution, k) => this.#column(distribution, k, floors[k] ?? 0, ids.length + (rest ? 1 : 0)));
    for (const { member, id, logP } of known) {
      const column = logits[member];
      const slot = this.#slot[id] ?? 0;
      if (column !== undefined && column[slot] === floors[member] && logP > -Infinity) column[slot] = logP;
    }
    if (rest) {
      for (const [k, column] of logits.entries()) column[ids.length] = (floors[k] ?? 0) + Math.log(unlisted);
      ids.push(-1);
    }
    return { ids: Int32Array.from(ids), logits };
  }

  /** Slot of a token that was a candidate of the latest `gather`. */
  slotOf(id: number): number {
    return this.#slot[id] ?? 0;
  }

  #column(distribution: Distribution, member: number, floor: number, length: number): Float64Array {
    const column = new Float64Array(length).fill(floor);
    for (let index = 0; index < distribution.ids.length; index += 1) {
      const p = distribution.p[index] ?? 0;
      if (p <= leastP) continue;
      const logP = Math.log(p);
      for (const id of this.#maps[member]?.sources(distribution.ids[index] ?? 0) ?? []) column[this.#slot[id] ?? 0] = logP;
    }
    return column;
  }
}

/** ln of the probability given to each token that a member did not list. */
function floorOf(distribution: Distribution, vocabularySize: number): number {
  let least = 1;
  for (const p of distribution.p) if (p > 0 && p < least) least = p;
  const unlisted = vocabularySize - distribution.ids.length;
  const share = distribution.tail > 0 && unlisted > 0 ? Math.min(distribution.tail / unlisted, least) : least;
  return Math.log(Math.max(share, leastP));
}
