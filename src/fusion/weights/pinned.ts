import { equalWeights, normalised } from './simplex.ts';
import type { Weighting } from './weighting.ts';

/** Weights set by hand, by member id: normalised over the members present, 0 for members that are not named. */
export function pinned(weights: Readonly<Record<string, number>>): Weighting {
  return {
    needsRows: false,
    *weigh({ ids }) {
      yield undefined;
      const lambda = normalised(ids.map((id) => (Object.hasOwn(weights, id) ? (weights[id] ?? 0) : 0)));
      if (lambda === null) return equalWeights(ids.length, 'No member present has a pinned weight, so all weigh the same.');
      return { lambda, note: 'The weights are pinned by hand.' };
    },
  };
}
