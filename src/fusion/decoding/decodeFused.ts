import { failures } from '../../base/errors.ts';
import type { FittedWeights } from '../fit.ts';
import type { MemberPrompt } from '../prompt.ts';
import type { DecodePolicy, FusedPiece } from './decode.ts';
import type { StopReason } from './stopRule.ts';

/**
 * Fused greedy decoding over the reference member's vocabulary. Yields pieces as they are certain to stay; returns why it ended.
 * Returns `cancelled` when `signal` aborts.
 */
export async function* decodeFused(
  prompts: readonly MemberPrompt[], fitted: FittedWeights, policy: DecodePolicy, signal: AbortSignal,
): AsyncGenerator<FusedPiece, StopReason, undefined> {
  signal.throwIfAborted();
  await Promise.resolve();
  if (policy.maxBytes < 0) yield* [];
  throw failures.internal(`decoding of ${prompts.length} members by ${fitted.why}`);
}
