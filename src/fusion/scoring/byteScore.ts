import { sumOf } from '../distribution/delta.ts';
import { ByteMixture, type MixturePolicy } from '../decoding/byteMixture.ts';
import type { WeightedPrompt } from '../decoding/weightedPrompt.ts';
import { softBayes } from '../weights/softBayes.ts';
import { bitsOf, type TextScore } from './textScore.ts';

/** A text as the pack reads it byte by byte. */
export interface ByteScore extends TextScore {
  /** The pack's probability of each byte, given the text before it. */
  readonly probabilities: readonly number[];
  /** The likeliest symbol at each byte. */
  readonly decisions: readonly number[];
  /** δ at each byte: how far its probability may be from the exact one. */
  readonly deltas: readonly number[];
  /** Chunks between boundaries shared by all members. */
  readonly chunks: number;
  /** w after the text; as given without `rate`. */
  readonly weights: readonly number[];
}

/**
 * Reads a given text byte by byte, every hypothesis of every member asked. With `rate`, η, soft-Bayes moves the weights after every chunk
 * by what the text turned out to be, as it may on text that the user wrote.
 */
export async function scoreBytes(
  members: readonly WeightedPrompt[], text: Uint8Array, policy: MixturePolicy, rate: number | null, signal: AbortSignal,
): Promise<ByteScore> {
  const mixture = await ByteMixture.at(members, policy, true, signal);
  const probabilities: number[] = [];
  const decisions: number[] = [];
  const deltas: number[] = [];
  let weights: readonly number[] = members.map(({ weight }) => weight);
  let chunk = members.map(() => 0);
  let chunks = 0;
  for (const byte of text) {
    const outlook = await mixture.look(signal);
    const p = outlook?.p ?? new Float64Array(0);
    decisions.push(p.indexOf(Math.max(...p)));
    deltas.push(outlook === null ? 1 : sumOf(outlook.delta));
    const taken = await mixture.take(byte, signal);
    probabilities.push(taken.probability);
    chunk = chunk.map((nats, k) => nats + Math.log(taken.byMember[k] ?? 0));
    if (!mixture.atBoundary) continue;
    chunks += 1;
    if (rate !== null) {
      weights = softBayes(weights, chunk.map((nats) => Float64Array.of(nats)), rate);
      mixture.reweigh(weights);
    }
    chunk = chunk.map(() => 0);
  }
  return { ...bitsOf(probabilities), probabilities, decisions, deltas, chunks, weights };
}
