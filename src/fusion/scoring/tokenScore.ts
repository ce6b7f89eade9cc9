import type { DecodePolicy } from '../decoding/decode.ts';
import { prepareDecoder } from '../decoding/fusedDecoder.ts';
import { Limit } from '../decoding/limit.ts';
import type { WeightedPrompt } from '../decoding/weightedPrompt.ts';
import type { MemberPrompt } from '../prompt.ts';
import { bitsOf, type TextScore } from './textScore.ts';

/** A text as the pack reads it token by token over the reference's vocabulary; null when there is nothing to go on from. Rejects with the signal's reason. */
export async function scoreTokens(
  members: readonly WeightedPrompt[], reference: MemberPrompt, text: Uint8Array, policy: DecodePolicy, signal: AbortSignal,
): Promise<TextScore | null> {
  const { decoder } = await prepareDecoder(members, reference, policy);
  const limit = new Limit(policy.clock, policy.deadline, signal);
  try {
    const probabilities = await decoder.read(text, limit);
    signal.throwIfAborted();
    return probabilities === null ? null : bitsOf(probabilities);
  } finally {
    limit.dispose();
  }
}
