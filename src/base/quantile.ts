/** The q-quantile of values in ascending order, the nearest one at or above it; NaN without any. */
export function quantile(sorted: readonly number[], q: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}
