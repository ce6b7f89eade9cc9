import { comparable, lossOf, type LossUnit } from './loss.ts';
import { ascending, equalOver, equalWeights, noText } from './simplex.ts';
import type { Weighting } from './weighting.ts';

/** All weight to the member with the smallest loss; the first listed on a tie. */
export function topOne(unit: LossUnit): Weighting {
  return {
    needsRows: false,
    *weigh({ fits }) {
      yield undefined;
      if (comparable(fits, unit).length === 0) return equalWeights(fits.length, noText);
      return { lambda: equalOver(fits.length, ascending(fits.map((fit) => lossOf(fit, unit))).slice(0, 1)), note: '' };
    },
  };
}
