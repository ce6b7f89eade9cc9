import { memberLosses } from './fusedLoss.ts';
import { ascending, equalWeights, noText } from './simplex.ts';
import { searchGrid } from './simplexGrid.ts';
import type { Weighting } from './weighting.ts';

/** Members that the whole grid is affordable for: 1771 points. */
const mostMembers = 4;

/**
 * The whole simplex grid with step 0.05: the check that the paper compares its greedy search with. Of more than four members the four with the
 * smallest loss on the rows take part. On exact ties the first point in lexicographic order of λ (members as listed) wins.
 */
export function exhaustive(): Weighting {
  return {
    needsRows: true,
    *weigh({ ids, rows }) {
      if (rows.length === 0) return equalWeights(ids.length, noText);
      const losses = memberLosses(rows, ids.length);
      const usable = ascending(losses).filter((k) => Number.isFinite(losses[k]));
      const chosen = usable.slice(0, mostMembers).sort((a, b) => a - b);
      const lambda = new Array<number>(ids.length).fill(0);
      const [only] = chosen;
      if (only === undefined) return equalWeights(ids.length, 'No member gave usable figures, so all weigh the same.');
      if (chosen.length === 1) {
        lambda[only] = 1;
        return { lambda, note: '' };
      }
      const narrowed = rows.map((row) => ({ logits: chosen.map((k) => row.logits[k] ?? new Float64Array(0)), target: row.target }));
      const best = yield* searchGrid(narrowed, chosen.length);
      if (best === null) return equalWeights(ids.length, 'No mixture gave usable figures, so all weigh the same.');
      for (const [index, k] of chosen.entries()) lambda[k] = best.lambda[index] ?? 0;
      return { lambda, note: usable.length > mostMembers ? `Only the best ${mostMembers} members took part in the exhaustive search.` : '' };
    },
  };
}
