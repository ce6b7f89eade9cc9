import { quantile } from '../../base/quantile.ts';
import { seededRandom } from '../../base/random.ts';

/** A figure and the range that 95 % of the resamples fall into. */
export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export interface Resampling {
  readonly seed: number;
  readonly resamples: number;
}

/**
 * Percentile bootstrap. Each item carries all that was measured on it, so that comparisons stay paired; every stratum (a domain) keeps its size.
 * Resamples without a figure (NaN) are left out.
 */
export function bootstrap<T>(strata: readonly (readonly T[])[], figure: (strata: readonly (readonly T[])[]) => number, { seed, resamples }: Resampling): Interval {
  const random = seededRandom(seed);
  const draws: number[] = [];
  for (let round = 0; round < resamples; round += 1) {
    const drawn = strata.map((items) => items.map((item) => items[Math.floor(random() * items.length)] ?? item));
    const value = figure(drawn);
    if (!Number.isNaN(value)) draws.push(value);
  }
  draws.sort((a, b) => a - b);
  return { value: figure(strata), low: quantile(draws, 0.025), high: quantile(draws, 0.975) };
}
