import { CandidateGatherer } from '../candidates.ts';
import type { Distribution } from '../member.ts';
import type { TokenMap } from '../tokenMap.ts';
import { logSumExp, mixRow } from '../weights/fusedLoss.ts';
import { normalised } from '../weights/simplex.ts';

/** One reference token at one position, as the pack and each member see it, in nats. */
export interface FusedToken {
  readonly id: number;
  readonly logP: number;
  /** Each member's own ln p; −∞ for one that was left out of the step. */
  readonly byMember: readonly number[];
}

function usable({ p, tail, ids }: Distribution): boolean {
  return ids.length > 0 && Number.isFinite(tail) && p.every(Number.isFinite) && (p[0] ?? 0) > 0;
}

const nothing: Distribution = { ids: new Int32Array(0), p: new Float64Array(0), tail: 0 };

/**
 * softmax(Σ λ_k ln p_k[map_k(v)]) over the reference vocabulary: PackLLM's fusion of logits, where a constant per member changes nothing, so
 * log-probabilities do as well. A member whose figures are no numbers is left out of the step.
 */
export class FusedStep {
  readonly #gatherer: CandidateGatherer;
  readonly #sizes: readonly number[];
  readonly #weights: readonly number[];

  /** `maps`, `sizes` (tokens in the vocabulary) and `weights` of the active members. */
  constructor(referenceTokens: number, maps: readonly TokenMap[], sizes: readonly number[], weights: readonly number[]) {
    this.#gatherer = new CandidateGatherer(maps, referenceTokens);
    this.#sizes = sizes;
    this.#weights = weights;
  }

  /**
   * The candidates that `counts`, most probable first as far as they are read. `always` is one whatever the members list. Nothing when no
   * member says anything usable.
   */
  *ranked(distributions: readonly Distribution[], counts: (id: number) => boolean, always: number | null = null): Generator<FusedToken, undefined, undefined> {
    const weights = normalised(this.#weights.map((weight, k) => (distributions[k] !== undefined && usable(distributions[k]) ? weight : 0)));
    if (weights === null) return;
    const sound = distributions.map((distribution, k) => ((weights[k] ?? 0) > 0 ? distribution : nothing));
    const { ids, logits } = this.#gatherer.gather(sound, this.#sizes, always === null ? [] : [always]);
    const fused = mixRow(logits, weights);
    const normaliser = logSumExp(fused);
    const own = logits.map((z, k) => ((weights[k] ?? 0) > 0 ? logSumExp(z) : Infinity));
    const left = new Set([...ids.keys()].filter((slot) => (ids[slot] ?? -1) >= 0 && counts(ids[slot] ?? -1)));
    while (left.size > 0) {
      let best = -1;
      for (const slot of left) if (best === -1 || (fused[slot] ?? 0) > (fused[best] ?? 0)) best = slot;
      left.delete(best);
      yield { id: ids[best] ?? 0, logP: (fused[best] ?? 0) - normaliser, byMember: logits.map((z, k) => (z[best] ?? 0) - (own[k] ?? 0)) };
    }
  }
}
