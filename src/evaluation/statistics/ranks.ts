/** Ranks from 1; equal values share the mean of theirs. */
export function ranksOf(values: readonly number[]): number[] {
  const order = [...values.keys()].sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const ranks = new Array<number>(values.length).fill(0);
  for (let from = 0; from < order.length;) {
    let end = from + 1;
    while (end < order.length && values[order[end] ?? 0] === values[order[from] ?? 0]) end += 1;
    for (let place = from; place < end; place += 1) ranks[order[place] ?? 0] = (from + 1 + end) / 2;
    from = end;
  }
  return ranks;
}

/** Pearson's correlation of the ranks; NaN where one side does not vary. */
export function spearman(pairs: readonly (readonly [number, number])[]): number {
  const a = ranksOf(pairs.map(([x]) => x));
  const b = ranksOf(pairs.map(([, y]) => y));
  const mean = (pairs.length + 1) / 2;
  let [ab, aa, bb] = [0, 0, 0];
  for (let index = 0; index < pairs.length; index += 1) {
    const [x, y] = [(a[index] ?? 0) - mean, (b[index] ?? 0) - mean];
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : NaN;
}

/** Area under the ROC curve: how often a positive scores above a negative, ties counting half (Mann–Whitney). NaN without both kinds. */
export function areaUnderCurve(scored: readonly { readonly score: number; readonly positive: boolean }[]): number {
  const ranks = ranksOf(scored.map(({ score }) => score));
  const positives = scored.filter(({ positive }) => positive).length;
  const negatives = scored.length - positives;
  if (positives === 0 || negatives === 0) return NaN;
  const sum = scored.reduce((total, { positive }, index) => total + (positive ? (ranks[index] ?? 0) : 0), 0);
  return (sum - (positives * (positives + 1)) / 2) / (positives * negatives);
}
