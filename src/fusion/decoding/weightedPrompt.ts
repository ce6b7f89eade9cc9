import type { MemberPrompt } from '../prompt.ts';
import { normalised } from '../weights/simplex.ts';

/** A member that takes part in a generation. */
export interface WeightedPrompt {
  readonly prompt: MemberPrompt;
  /** λ among the members that take part. */
  readonly weight: number;
}

/** The members with weight, λ renormalised; none when no member has any. */
export function weightedPrompts(prompts: readonly MemberPrompt[], weights: readonly number[]): readonly WeightedPrompt[] {
  const lambda = normalised(weights) ?? [];
  return prompts.map((prompt, k) => ({ prompt, weight: lambda[k] ?? 0 })).filter(({ weight }) => weight > 0);
}
