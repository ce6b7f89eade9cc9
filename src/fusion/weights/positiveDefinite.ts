/**
 * The inverse of a symmetric positive definite matrix, by elimination without pivoting, which such a matrix does not need.
 * Shape [n × n].
 */
export function inverseOf(matrix: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const n = matrix.length;
  const rows = matrix.map((row, k) => Float64Array.from({ length: 2 * n }, (_, j) => (j < n ? row[j] ?? 0 : Number(j - n === k))));
  for (const [k, row] of rows.entries()) {
    const pivot = row[k] ?? NaN;
    for (let j = 0; j < 2 * n; j += 1) row[j] = (row[j] ?? 0) / pivot;
    for (const other of rows) {
      const factor = other === row ? 0 : other[k] ?? 0;
      if (factor === 0) continue;
      for (let j = 0; j < 2 * n; j += 1) other[j] = (other[j] ?? 0) - factor * (row[j] ?? 0);
    }
  }
  return rows.map((row) => [...row.subarray(n)]);
}
