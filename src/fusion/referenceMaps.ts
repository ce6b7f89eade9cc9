import type { AlignmentOf } from './fit.ts';
import type { MemberPrompt } from './prompt.ts';
import { TokenMap } from './tokenMap.ts';
import type { Vocabulary } from './vocabulary/vocabulary.ts';

/** Maps from the reference's tokens to each member's; members that share its vocabulary need none. */
export function mapsFrom(reference: Vocabulary, prompts: readonly MemberPrompt[], alignmentOf: AlignmentOf): Promise<TokenMap[]> {
  return Promise.all(prompts.map(async ({ member: { vocabulary } }) =>
    (vocabulary === reference ? TokenMap.identity(reference.tokens.length) : TokenMap.of(await alignmentOf(reference, vocabulary), vocabulary.tokens.length))));
}
