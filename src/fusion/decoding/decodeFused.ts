import type { FittedWeights } from '../fit.ts';
import type { MemberPrompt } from '../prompt.ts';
import type { DecodePolicy, FusedPiece } from './decode.ts';
import { prepareDecoder, type Active, type FusedDecoder } from './fusedDecoder.ts';
import { Limit } from './limit.ts';
import { sampledSteps } from './mixtureSampling.ts';
import { mixtureSteps } from './mixtureSteps.ts';
import { PieceStream, type Step } from './pieceStream.ts';
import type { StopReason } from './stopRule.ts';
import { rulesFor } from './stopRules.ts';
import { weightedPrompts, type WeightedPrompt } from './weightedPrompt.ts';

/** One member's own greedy tokens, as its engine chooses them. */
async function* ownSteps({ member }: MemberPrompt, path: Int32Array, limit: Limit): AsyncGenerator<Step, StopReason, undefined> {
  const tokens = member.greedy(path, limit.signal)[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await limit.within(tokens.next());
      if (next === null || limit.reason !== null) return limit.reason ?? 'none';
      if (next.done === true) return 'end-token';
      const { id, probability } = next.value;
      yield { bytes: member.vocabulary.bytes[id] ?? new Uint8Array(0), probability, byMember: [probability] };
    }
  } finally {
    if (tokens.return !== undefined) await limit.within(tokens.return());
  }
}

async function* fusedSteps(active: readonly Active[], decoder: FusedDecoder, stream: PieceStream, limit: Limit): AsyncGenerator<Step, StopReason, undefined> {
  const [only, ...others] = active;
  for (;;) {
    if (limit.reason !== null) return limit.reason;
    if (only !== undefined && others.length === 0 && !decoder.healing) {
      const path = decoder.pathOf(only);
      return path === null ? 'none' : yield* ownSteps(only.prompt, path, limit);
    }
    const next = await decoder.next(stream.openBytes, limit);
    if (typeof next === 'string') return next;
    yield next;
  }
}

/** Token by token over the reference's vocabulary. */
async function* tokenSteps(
  weighted: readonly WeightedPrompt[], reference: MemberPrompt, policy: DecodePolicy, stream: PieceStream, limit: Limit,
): AsyncGenerator<Step, StopReason, undefined> {
  const ready = await limit.within(prepareDecoder(weighted, reference, policy));
  if (ready === null || limit.reason !== null) return limit.reason ?? 'none';
  return yield* fusedSteps(ready.active, ready.decoder, stream, limit);
}

/**
 * Fused decoding: greedy, byte by byte over strings or token by token over the reference member's vocabulary, or sampled. Yields pieces once they are certain to
 * stay; their texts together are the text; what is still held back when time is up may be what a rule would take away, and is not given. Returns why it ended:
 * a stop rule, an end token, the deadline (at once, whatever the members are doing), `cancelled` when `signal` aborts, `none` when
 * there is nothing to go on from. Greedily, with one active member its own decoding takes over as soon as nothing is
 * pending, and the text is what the member writes alone. A member's failure rejects.
 */
export async function* decodeFused(
  prompts: readonly MemberPrompt[], fitted: FittedWeights, policy: DecodePolicy, signal: AbortSignal,
): AsyncGenerator<FusedPiece, StopReason, undefined> {
  const weighted = weightedPrompts(prompts, fitted.weights);
  const reference = prompts[fitted.reference];
  if (reference === undefined || weighted.length === 0) return 'none';
  const limit = new Limit(policy.clock, policy.deadline, signal);
  const stream = new PieceStream(weighted.map(({ prompt, weight }) => ({ id: prompt.member.id, weight })), rulesFor(policy.shape, policy.maxBytes), policy.written);
  const greedySteps = () => policy.decoding === 'bytes' && weighted.length > 1 ? mixtureSteps(weighted, policy, limit) : tokenSteps(weighted, reference, policy, stream, limit);
  const steps = policy.sampling === undefined ? greedySteps() : sampledSteps(weighted, policy, policy.sampling, limit);
  try {
    for (;;) {
      const step = await steps.next();
      if (step.done === true) {
        if (step.value !== 'deadline' && step.value !== 'cancelled') yield* stream.finish();
        return step.value;
      }
      const { pieces, stop } = stream.push(step.value);
      yield* pieces;
      if (stop !== null) return stop;
    }
  } finally {
    await steps.return('none');
    limit.dispose();
  }
}
