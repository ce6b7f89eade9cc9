/**
 * How two vocabularies are compared. `paper` compares the strings as the model files list them and so repeats the published
 * reference; `bytes` compares the bytes the tokens stand for, so that indentation, newlines and other scripts survive.
 */
export type AlignMode = 'paper' | 'bytes';

/** What an entry of `Alignment.how` means. */
export const alignedBy = {
  /** The same string (paper) or the same bytes (bytes). */
  exact: 0,
  /** The same string after swapping the word-start marker; `paper` only. */
  swapped: 1,
  /** The smallest edit distance. */
  edited: 2,
  /** The same role without bytes: end of generation, BOS, FIM, or a control token of the same name; `bytes` only. */
  role: 3,
  /** No counterpart: `map` holds −1. */
  none: 4,
} as const;

/** Every token of one vocabulary with its counterpart in another. Index = token id of `from`; the three arrays have its length. */
export interface Alignment {
  /** Token id of `to`, −1 when there is no counterpart. */
  readonly map: Int32Array;
  /** One of `alignedBy`. */
  readonly how: Uint8Array;
  /** Edit distance: code points in `paper` mode, bytes in `bytes` mode; 0 unless `how` is `edited`. */
  readonly distance: Uint16Array;
}
