/** How well a pack, or one member, predicts a given text. */
export interface TextScore {
  /** Σ −log2 p over the bytes, each at most `mostBits`. */
  readonly bits: number;
  /** Bytes that were given no probability worth the name. */
  readonly impossible: number;
}

/** What a byte costs at most, bits: one that a pack calls impossible would otherwise cost more than all others together. */
const mostBits = 40;

/** Bits of a text whose stretches were given these probabilities. */
export function bitsOf(probabilities: readonly number[]): TextScore {
  const bits = probabilities.map((p) => (p > 0 ? -Math.log2(Math.min(1, p)) : Infinity));
  return {
    bits: bits.reduce((sum, each) => sum + Math.min(mostBits, each), 0),
    impossible: bits.filter((each) => each >= mostBits).length,
  };
}
