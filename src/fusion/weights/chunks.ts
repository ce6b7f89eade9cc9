import type { Reading } from './readPrompt.ts';

/** Some of a text's own tokens, in a row and up to its end. */
export type ScoredTokens = Pick<Reading, 'starts' | 'first' | 'logP'>;

/** Where the scored own tokens begin, and the end, in bytes from the end. */
function boundariesOf({ starts, first }: ScoredTokens): Int32Array {
  return Int32Array.of(...starts.subarray(first), 0);
}

/**
 * The end of a text that all members read, the one before the cursor or an accepted one, in chunks: stretches between byte offsets at which every member ends a token, in reading order, as far as
 * all members scored it. Returns each member's ln p of each chunk, the sum over its own tokens in it. Shape [readings][chunks]. Members that
 * scored nothing leave nothing to compare.
 */
export function chunksOf(readings: readonly ScoredTokens[]): readonly Float64Array[] {
  const boundaries = readings.map(boundariesOf);
  const [firstSet, ...others] = boundaries.map((offsets) => new Set(offsets));
  const shared = [...(firstSet ?? [])].filter((offset) => others.every((set) => set.has(offset)));
  return readings.map(({ logP }, k) => {
    const chunks = new Float64Array(Math.max(0, shared.length - 1));
    const own = boundaries[k] ?? new Int32Array(0);
    let chunk = -1;
    for (const [token, nats] of logP.entries()) {
      while (chunk + 1 < shared.length && (own[token] ?? 0) >= (shared[chunk + 1] ?? 0)) chunk += 1;
      if (chunk >= 0 && chunk < chunks.length) chunks[chunk] = (chunks[chunk] ?? 0) + nats;
    }
    return chunks;
  });
}
