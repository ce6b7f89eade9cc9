import type { Nearest } from '../../../src/fusion/vocabulary/nearestSearch.ts';

/** The first string with the smallest distance, by measuring all; `strings` and `query` as sequences of symbols. */
export function nearestByBruteForce(strings: readonly (readonly number[])[], query: readonly number[]): Nearest {
  let nearest = { place: -1, distance: Infinity };
  strings.forEach((string, place) => {
    const distance = editDistance(string, query);
    if (distance < nearest.distance) nearest = { place, distance };
  });
  return nearest;
}

/** Wagner–Fischer, symbol by symbol. */
export function editDistance(a: readonly number[], b: readonly number[]): number {
  let row = b.map((_, j) => j + 1);
  a.forEach((symbol, i) => {
    let diagonal = i;
    let left = i + 1;
    row = row.map((up, j) => {
      left = Math.min(left + 1, up + 1, diagonal + (symbol === b[j] ? 0 : 1));
      diagonal = up;
      return left;
    });
  });
  return row.at(-1) ?? a.length;
}
