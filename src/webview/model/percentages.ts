/**
 * Weights as whole percentages that sum to 100 (largest remainder; of equal remainders the earlier one gains).
 * Weights need not be normalised; all zeros stay zeros.
 */
export function percentages(weights: readonly number[]): readonly number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (!(total > 0)) return weights.map(() => 0);
  const exact = weights.map((weight) => weight * 100 / total);
  const whole = exact.map(Math.floor);
  const missing = 100 - whole.reduce((sum, part) => sum + part, 0);
  const gains = new Set(exact.map((value, index) => ({ index, rest: value - Math.floor(value) }))
    .sort((a, b) => b.rest - a.rest || a.index - b.index).slice(0, missing).map(({ index }) => index));
  return whole.map((part, index) => part + (gains.has(index) ? 1 : 0));
}
