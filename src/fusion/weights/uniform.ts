import { equalWeights } from './simplex.ts';
import type { Weighting } from './weighting.ts';

/** The same weight for every member. */
export const uniform = (): Weighting => ({
  needsRows: false,
  *weigh({ ids }) {
    yield undefined;
    return equalWeights(ids.length, 'All members weigh the same by choice.');
  },
});
