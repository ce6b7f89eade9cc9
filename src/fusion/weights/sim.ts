import { comparable, lossOf, type LossUnit } from './loss.ts';
import { equalWeights, normalised, noText } from './simplex.ts';
import type { Weighting } from './weighting.ts';

/**
 * PackLLM-sim: λ = softmax(−loss / τ). `per-token` loss is the paper's log-perplexity. `per-byte` loss is nats per byte times the pack's
 * mean bytes per token, so that τ (nats) keeps its meaning. Members without finite figures get nothing; with nothing scored all get the same.
 */
export function sim(temperature: number, unit: LossUnit): Weighting {
  return {
    needsRows: false,
    *weigh({ fits }) {
      const present = comparable(fits, unit);
      yield undefined;
      const tokens = present.reduce((sum, k) => sum + (fits[k]?.tokens ?? 0), 0);
      const bytes = present.reduce((sum, k) => sum + (fits[k]?.bytes ?? 0), 0);
      const scale = unit === 'per-token' ? 1 : bytes / tokens;
      const losses = fits.map((fit, k) => (present.includes(k) ? lossOf(fit, unit) * scale : Infinity));
      const least = Math.min(...losses);
      const lambda = normalised(losses.map((loss) => Math.exp((least - loss) / temperature)));
      return lambda === null ? equalWeights(fits.length, noText) : { lambda, note: '' };
    },
  };
}
