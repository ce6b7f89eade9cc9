import type { MemberPrompt } from '../../fusion/prompt.ts';
import type { PromptKind } from '../../fusion/weights/learntPrior.ts';

/** A request counts as fill-in-the-middle when any of its members sees the text after the cursor. */
export function kindOf(prompts: readonly MemberPrompt[]): PromptKind {
  return prompts.some(({ seesSuffix }) => seesSuffix) ? 'fim' : 'plain';
}
