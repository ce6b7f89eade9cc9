import type { FusedRow } from './weighting.ts';

/** ln Σ exp z; NaN when a logit is NaN or +∞. */
export function logSumExp(z: Float64Array): number {
  let max = -Infinity;
  for (const value of z) if (value > max) max = value;
  if (max === -Infinity) return z.some(Number.isNaN) ? NaN : -Infinity;
  let sum = 0;
  for (const value of z) sum += Math.exp(value - max);
  return max + Math.log(sum);
}

/** Σ λ_k z_k of one row; members with λ = 0 do not enter, whatever their logits. Shape [candidates]. */
export function mixRow(logits: readonly Float64Array[], lambda: readonly number[]): Float64Array {
  const mixed = new Float64Array(logits[0]?.length ?? 0);
  for (const [k, z] of logits.entries()) {
    const weight = lambda[k] ?? 0;
    if (weight === 0) continue;
    for (let c = 0; c < mixed.length; c += 1) mixed[c] = (mixed[c] ?? 0) + weight * (z[c] ?? 0);
  }
  return mixed;
}

/** Mean cross-entropy of softmax(Σ λ_k z_k) over the rows, nats per row; NaN without rows. PackLLM's objective. */
export function fusedLoss(rows: readonly FusedRow[], lambda: readonly number[]): number {
  let total = 0;
  for (const row of rows) {
    const mixed = mixRow(row.logits, lambda);
    total += logSumExp(mixed) - (mixed[row.target] ?? NaN);
  }
  return total / rows.length;
}

/** Each member's own mean cross-entropy on the rows, nats per row. */
export function memberLosses(rows: readonly FusedRow[], members: number): number[] {
  return Array.from({ length: members }, (_, k) => {
    let total = 0;
    for (const row of rows) total += logSumExp(row.logits[k] ?? new Float64Array(0)) - (row.logits[k]?.[row.target] ?? NaN);
    return total / rows.length;
  });
}
