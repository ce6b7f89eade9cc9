import type { Weights } from './weighting.ts';

/** λ = 1/n over the members at `present`, 0 elsewhere. */
export function equalOver(count: number, present: readonly number[]): number[] {
  const lambda = new Array<number>(count).fill(0);
  for (const k of present) lambda[k] = 1 / present.length;
  return lambda;
}

/** The note of equal weights for want of evidence. */
export const noText = 'There was no text to compare the members on, so all weigh the same.';

/** Equal weights for all members, with the reason. */
export function equalWeights(count: number, note: string): Weights {
  return { lambda: equalOver(count, [...Array(count).keys()]), note };
}

/** Weights scaled to sum 1; null when they have no positive finite sum. */
export function normalised(raw: readonly number[]): number[] | null {
  const sum = raw.reduce((total, value) => total + value, 0);
  return sum > 0 && Number.isFinite(sum) ? raw.map((value) => value / sum) : null;
}

/** Indices in order of increasing value; equal values keep their order, NaN comes last. */
export function ascending(values: readonly number[]): number[] {
  const at = (index: number): number => {
    const value = values[index] ?? NaN;
    return Number.isNaN(value) ? Infinity : value;
  };
  return [...values.keys()].sort((a, b) => (at(a) === at(b) ? a - b : at(a) - at(b)));
}

/**
 * The weights with none below `floor`: those below it are raised to it, the others scaled down alike, so that their order and the sum of 1 stay.
 * Equal weights when the floor leaves no room.
 */
export function atLeast(weights: readonly number[], floor: number): readonly number[] {
  if (weights.length * floor >= 1) return weights.map(() => 1 / weights.length);
  let current = weights;
  for (;;) {
    const low = current.map((weight) => weight <= floor);
    const above = current.reduce((sum, weight, k) => sum + (low[k] === true ? 0 : weight), 0);
    const room = 1 - floor * low.filter(Boolean).length;
    const next = current.map((weight, k) => (low[k] === true ? floor : (weight * room) / above));
    if (next.every((weight, k) => low[k] === true || !(weight <= floor))) return next;
    current = next;
  }
}
