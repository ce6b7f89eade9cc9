import { tileRows } from './slices.ts';

/** Tokens that the library evaluates at once when it is given a whole prompt and its default batch size. */
const nativeBatch = 512;

/** What a cache holds of a prompt, in leading tokens. */
export interface Held {
  /** In the cache, without the prompt's last token. */
  readonly kept: number;
  /** Evaluated in tiles (see `tileRows`). */
  readonly tiled: number;
  /** Already decoded from once: a keystroke, not a new prompt. */
  readonly decoded: number;
}

/**
 * Where to begin again so that greedy decoding of a new prompt of `length` tokens computes bit for bit what the library computes
 * when it is given the prompt alone: each row in a tile where it would be in one, the last token's row included. After
 * keystrokes that would mean evaluating old tokens again, so decoding then goes on from what is kept, equal up to numeric noise.
 * Evaluate [from … split) first, then [split … length).
 */
export function nativeRestart(length: number, { kept, tiled, decoded }: Held): { readonly from: number; readonly split: number } {
  const goOn = { from: kept, split: kept };
  const lastBatch = Math.floor((length - 1) / nativeBatch) * nativeBatch;
  if (length - lastBatch >= tileRows) {
    const from = Math.min(kept, tiled, length - tileRows);
    return from < decoded || kept - from > tileRows ? goOn : { from, split: from };
  }
  if (kept < lastBatch) return { from: Math.max(0, Math.min(kept, lastBatch - tileRows)), split: lastBatch };
  return tiled <= lastBatch || lastBatch < decoded ? goOn : { from: lastBatch, split: lastBatch };
}
