/**
 * How far a probability may be from the exact one, split by cause: tokens left out of a denominator (an estimate), tokens that no list showed,
 * and hypotheses that were pruned (both upper bounds).
 */
export interface Delta {
  readonly denominator: number;
  readonly tail: number;
  readonly pruning: number;
}

export const noDelta: Delta = { denominator: 0, tail: 0, pruning: 0 };

export function sumOf({ denominator, tail, pruning }: Delta): number {
  return denominator + tail + pruning;
}

export function addDelta(a: Delta, b: Delta, scale = 1): Delta {
  return { denominator: a.denominator + scale * b.denominator, tail: a.tail + scale * b.tail, pruning: a.pruning + scale * b.pruning };
}

export function scaleDelta(delta: Delta, scale: number): Delta {
  return addDelta(noDelta, delta, scale);
}

/** The one with the larger sum. */
export function largerDelta(a: Delta, b: Delta): Delta {
  return sumOf(b) > sumOf(a) ? b : a;
}
