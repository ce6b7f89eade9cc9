import { CandidateGatherer } from '../candidates.ts';
import { goesOnAsUtf8 } from '../bytes.ts';
import type { Distribution } from '../member.ts';
import type { TokenMap } from '../tokenMap.ts';
import type { Vocabulary } from '../vocabulary/vocabulary.ts';
import { logSumExp, mixRow } from '../weights/fusedLoss.ts';
import { normalised } from '../weights/simplex.ts';
import { fitsPending } from './healing.ts';

/** The pack's choice at one position. */
export interface Choice {
  /** Reference token. */
  readonly id: number;
  readonly probability: number;
  /** Each member's own probability of it. */
  readonly byMember: readonly number[];
}

export interface Place {
  /** Bytes still to be spelt, see `cursorToken`. */
  readonly pending: Uint8Array;
  /** A token that is a candidate whatever the members list. */
  readonly always: number | null;
  /** Bytes of a code point that has begun. */
  readonly open: Uint8Array;
}

function usable({ p, tail, ids }: Distribution): boolean {
  return ids.length > 0 && Number.isFinite(tail) && p.every(Number.isFinite) && (p[0] ?? 0) > 0;
}

/**
 * Greedy choice over the reference vocabulary from softmax(Σ λ_k ln p_k[map_k(v)]), PackLLM's fusion of logits; a constant per member changes nothing, so
 * log-probabilities do as well. A member whose figures are no numbers is left out of the step. The text stays valid UTF-8, and while
 * bytes are pending only tokens that agree with them count, with all probabilities conditional on them.
 */
export class FusedStep {
  readonly #gatherer: CandidateGatherer;
  readonly #sizes: readonly number[];
  readonly #reference: Vocabulary;
  readonly #weights: readonly number[];

  /** `maps`, `sizes` (tokens in the vocabulary) and `weights` of the active members. */
  constructor(reference: Vocabulary, maps: readonly TokenMap[], sizes: readonly number[], weights: readonly number[]) {
    this.#gatherer = new CandidateGatherer(maps, reference.tokens.length);
    this.#sizes = sizes;
    this.#reference = reference;
    this.#weights = weights;
  }

  /** Null when no member says anything usable. */
  choose(distributions: readonly Distribution[], { pending, always, open }: Place): Choice | null {
    const weights = normalised(this.#weights.map((weight, k) => (distributions[k] !== undefined && usable(distributions[k]) ? weight : 0)));
    if (weights === null) return null;
    const sound = distributions.map((distribution, k) => ((weights[k] ?? 0) > 0 ? distribution : nothing));
    const { ids, logits } = this.#gatherer.gather(sound, this.#sizes, always === null ? [] : [always]);
    const fused = mixRow(logits, weights);
    const healing = pending.length > 0;
    const counts = (slot: number): boolean => !healing || this.#fits(ids[slot] ?? -1, pending);
    const best = this.#best(ids, fused, { pending, always, open }, counts);
    const id = ids[best];
    if (best === -1 || id === undefined) return null;
    const share = (z: Float64Array): number => Math.exp((z[best] ?? NaN) - (healing ? logSumExp(z.filter((_, slot) => counts(slot))) : logSumExp(z)));
    return { id, probability: share(fused), byMember: logits.map((z, k) => ((weights[k] ?? 0) > 0 ? share(z) : 0)) };
  }

  #best(ids: Int32Array, fused: Float64Array, { pending, open }: Place, counts: (slot: number) => boolean): number {
    let best = -1;
    for (let slot = 0; slot < ids.length; slot += 1) {
      const id = ids[slot] ?? -1;
      if (id < 0 || (best !== -1 && (fused[slot] ?? NaN) <= (fused[best] ?? NaN)) || !counts(slot)) continue;
      const bytes = this.#reference.bytes[id];
      if (bytes !== undefined && goesOnAsUtf8(open, bytes.subarray(Math.min(pending.length, bytes.length)))) best = slot;
    }
    return best;
  }

  #fits(id: number, pending: Uint8Array): boolean {
    const bytes = this.#reference.bytes[id];
    return bytes !== undefined && fitsPending(bytes, pending);
  }
}

const nothing: Distribution = { ids: new Int32Array(0), p: new Float64Array(0), tail: 0 };
