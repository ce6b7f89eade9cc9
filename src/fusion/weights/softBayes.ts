/**
 * Online soft-Bayes (Orseau, Lattimore, Legg 2017): after each chunk w_k ← w_k (1 − η + η p_k / q), q = Σ_j w_j p_j. Since
 * ln(1 − η + ηx) ≥ η ln x, its log-loss exceeds that of any member k by at most −ln w_k / η; unlike Bayes' rule, η = 1, it does not settle on one
 * member while others still pay. A chunk that no member with weight gives any probability, or one without figures, says nothing.
 * @param weights w before, on the simplex and positive.
 * @param chunks ln p of each chunk, oldest first. Shape [members][chunks].
 * @param rate η in (0, 1].
 * @returns w after, on the simplex.
 */
export function softBayes(weights: readonly number[], chunks: readonly Float64Array[], rate: number): readonly number[] {
  let current = weights;
  const count = chunks[0]?.length ?? 0;
  for (let t = 0; t < count; t += 1) {
    const nats = chunks.map((own) => own[t] ?? -Infinity);
    const best = Math.max(...nats);
    if (!Number.isFinite(best)) continue;
    const p = nats.map((value) => Math.exp(value - best));
    const q = current.reduce((sum, weight, k) => sum + weight * (p[k] ?? 0), 0);
    if (q === 0) continue;
    current = current.map((weight, k) => weight * (1 - rate + (rate * (p[k] ?? 0)) / q));
  }
  return current;
}
