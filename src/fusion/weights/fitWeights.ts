import { failures } from '../../base/errors.ts';
import type { FitPolicy, FittedWeights } from '../fit.ts';
import type { MemberPrompt } from '../prompt.ts';

/** Scores the members on the end of their `before`, picks the reference and weighs the pack. Rejects with the signal's reason. */
export function fitWeights(prompts: readonly MemberPrompt[], policy: FitPolicy, signal: AbortSignal): Promise<FittedWeights> {
  signal.throwIfAborted();
  return Promise.reject(failures.internal(`${policy.mode} weights of ${prompts.length} members`));
}
