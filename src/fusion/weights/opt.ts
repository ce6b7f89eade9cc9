import { memberLosses, mixRow } from './fusedLoss.ts';
import { ascending, equalWeights, noText } from './simplex.ts';
import { searchGrid } from './simplexGrid.ts';
import type { FusedRow, Weighting } from './weighting.ts';

export interface GreedyStep {
  /** The member that was added. */
  readonly member: number;
  /** Weight that what came before it keeps. */
  readonly kept: number;
  /** Fused loss after the step, nats per row. */
  readonly loss: number;
}

export interface GreedySearch {
  /** Each member's own loss on the rows, nats per row. */
  readonly losses: readonly number[];
  /** λ in member order. */
  readonly lambda: readonly number[];
  /** Members by loss on the rows, best first. */
  readonly order: readonly number[];
  readonly steps: readonly GreedyStep[];
}

/**
 * PackLLM-opt's search. Starts from the member with the smallest loss on the rows and adds the others in order of increasing loss; each time
 * the weight kept by the mixture so far is chosen on {0, 0.05, …, 1} and then frozen. An exact tie keeps less of the mixture, as the
 * reference implementation's strict `<` over an ascending grid does. A newcomer with no finite point gets nothing.
 */
export function* searchGreedily(rows: readonly FusedRow[], members: number, earlyStop: boolean): Generator<undefined, GreedySearch, undefined> {
  const losses = memberLosses(rows, members);
  const order = ascending(losses);
  const lambda = new Array<number>(members).fill(0);
  const steps: GreedyStep[] = [];
  const [best, ...others] = order;
  if (best === undefined) return { losses, lambda, order, steps };
  lambda[best] = 1;
  let loss = losses[best] ?? NaN;
  let current = rows.map((row) => row.logits[best] ?? new Float64Array(0));
  for (const member of others) {
    const pairs = rows.map((row, r) => ({ logits: [current[r] ?? new Float64Array(0), row.logits[member] ?? new Float64Array(0)], target: row.target }));
    const found = yield* searchGrid(pairs, 2);
    const kept = found?.lambda[0] ?? 1;
    loss = found?.loss ?? loss;
    steps.push({ member, kept, loss });
    if (kept === 1) {
      if (earlyStop) break;
      continue;
    }
    current = pairs.map((pair) => mixRow(pair.logits, [kept, 1 - kept]));
    for (const earlier of order) lambda[earlier] = (lambda[earlier] ?? 0) * kept;
    lambda[member] = 1 - kept;
  }
  return { losses, lambda, order, steps };
}

/**
 * PackLLM-opt: the greedy search over the fused perplexity of the prompt. `earlyStop` ends it at the first member that gets no weight, as
 * the paper says and its released code does not.
 */
export function opt(earlyStop: boolean): Weighting {
  return {
    needsRows: true,
    *weigh({ ids, rows }) {
      if (rows.length === 0) return equalWeights(ids.length, noText);
      const { losses, lambda, order, steps } = yield* searchGreedily(rows, ids.length, earlyStop);
      if (!losses.some(Number.isFinite)) return equalWeights(ids.length, 'No member gave usable figures, so all weigh the same.');
      const alone = losses[order[0] ?? 0] ?? NaN;
      const fused = steps.at(-1)?.loss ?? alone;
      const left = order.length - 1 - steps.length;
      const gain = `Together they read it at perplexity ${Math.exp(fused).toFixed(2)} per token, the best alone at ${Math.exp(alone).toFixed(2)}.`;
      return { lambda, note: left > 0 ? `${gain} The search stopped early, before ${left} weaker ${left === 1 ? 'member' : 'members'}.` : gain };
    },
  };
}
