import type { MemberFit } from './weighting.ts';

/**
 * What members are compared by. `per-token`: nats per own token, as in the paper; it favours tokenizers with short tokens.
 * `per-byte`: nats per byte, the only figure that compares across tokenizers.
 */
export type LossUnit = 'per-token' | 'per-byte';

/** Nats per token or byte; NaN when nothing was scored. */
export function lossOf(fit: MemberFit, unit: LossUnit): number {
  const count = unit === 'per-token' ? fit.tokens : fit.bytes;
  return count > 0 ? fit.nats / count : NaN;
}

/** exp of the mean negative log-probability per own token; null when nothing was scored. */
export function perplexity(fit: MemberFit): number | null {
  return fit.tokens > 0 ? Math.exp(fit.nats / fit.tokens) : null;
}

/** Σ −log2 p / bytes; null when nothing was scored. */
export function bitsPerByte(fit: MemberFit): number | null {
  return fit.bytes > 0 ? fit.nats / Math.LN2 / fit.bytes : null;
}

/** Members that can be compared: a finite loss each. Empty when a member with finite figures scored nothing, for then there is nothing to compare. */
export function comparable(fits: readonly MemberFit[], unit: LossUnit): number[] {
  if (fits.some((fit) => fit.tokens === 0 || fit.bytes === 0)) return [];
  return [...fits.keys()].filter((k) => {
    const fit = fits[k];
    return fit !== undefined && Number.isFinite(lossOf(fit, unit));
  });
}
