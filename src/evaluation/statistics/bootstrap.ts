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
  return intervalOf(figure(strata), Array.from({ length: resamples }, () => figure(strata.map((items) => items.map((item) => items[Math.floor(random() * items.length)] ?? item)))));
}

/** Resamples of `count` items, by index: for many figures of the same items, which then need not be drawn anew for each. */
export function resamplesOf(count: number, { seed, resamples }: Resampling): readonly (readonly number[])[] {
  const random = seededRandom(seed);
  return Array.from({ length: resamples }, () => Array.from({ length: count }, () => Math.floor(random() * count)));
}

/** A figure with the range of its resamples; those without one (NaN) are left out. */
export function intervalOf(value: number, resampled: readonly number[]): Interval {
  const draws = resampled.filter((draw) => !Number.isNaN(draw)).sort((a, b) => a - b);
  return { value, low: quantile(draws, 0.025), high: quantile(draws, 0.975) };
}
