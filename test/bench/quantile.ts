import { quantile as quantileOf } from '../../src/base/quantile.ts';

/** The q-quantile of some measurements; NaN without any. */
export function quantile(values: readonly number[], q: number): number {
  return quantileOf(values.toSorted((a, b) => a - b), q);
}
