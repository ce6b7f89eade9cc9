/**
 * Rows of one batch from which llama.cpp's CPU backend computes attention in tiles (GGML_FA_TILE_Q). A row's result depends on
 * whether its batch had that many rows, and on nothing else about the batch's shape.
 */
export const tileRows = 64;

/** Largest slice, and the batch size of every context: small enough to notice an abort soon and to bound the logits kept in memory. */
export const largestSlice = 128;

/**
 * Lengths of the slices in which `count` tokens are evaluated: tiles of 64, the last slice with what is left, so that all rows
 * are computed in tiles when there are 64 or more, as in one large batch.
 */
export function sliceLengths(count: number): readonly number[] {
  const lengths: number[] = [];
  let left = count;
  for (; left >= 2 * tileRows; left -= tileRows) lengths.push(tileRows);
  if (left > 0) lengths.push(left);
  return lengths;
}
