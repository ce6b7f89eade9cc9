import type { DecodePolicy, FusedPiece } from '../../src/fusion/decoding/decode.ts';
import { decodeFused } from '../../src/fusion/decoding/decodeFused.ts';
import { textOf } from '../../src/fusion/decoding/pieces.ts';
import type { StopReason } from '../../src/fusion/decoding/stopRule.ts';
import type { AlignmentOf, FitPolicy, FittedWeights } from '../../src/fusion/fit.ts';
import type { MemberBackend } from '../../src/fusion/member.ts';
import type { MemberPrompt } from '../../src/fusion/prompt.ts';
import { sim } from '../../src/fusion/weights/sim.ts';
import { ManualClock } from './manualClock.ts';

export const never = new AbortController().signal;

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Tokens with the same bytes, control tokens of the same name; everything else is matched by its first byte. */
export const sameBytes: AlignmentOf = (from, to) => {
  const key = (vocabulary: typeof from, id: number): string => (vocabulary.bytes[id]!.length > 0 ? vocabulary.bytes[id]!.join() : vocabulary.tokens[id]!);
  const ids = new Map(to.tokens.map((_, id) => [key(to, id), id]));
  const map = Int32Array.from(from.tokens, (_, id) => ids.get(key(from, id)) ?? ids.get(String(from.bytes[id]![0])) ?? -1);
  return Promise.resolve({ map, how: new Uint8Array(map.length), distance: new Uint16Array(map.length) });
};

export function promptOf(member: MemberBackend, before: string, parts: Partial<Pick<MemberPrompt, 'head' | 'tail' | 'seesSuffix'>> = {}): MemberPrompt {
  return { member, head: new Int32Array(0), tail: new Int32Array(0), before: utf8(before), seesSuffix: false, ...parts };
}

export function fitPolicy(changes: Partial<FitPolicy> = {}): FitPolicy {
  return { weighting: sim(1, 'per-byte'), mode: 'bytes', alignmentOf: sameBytes, windowBytes: 600, minimumWeight: 0.05, topK: 64, clock: new ManualClock(), ...changes };
}

export function decodePolicy(changes: Partial<DecodePolicy> = {}): DecodePolicy {
  return { decoding: 'tokens', pooling: 'linear', precision: 'fast', mode: 'bytes', alignmentOf: sameBytes, topK: 64, shape: { kind: 'line' }, maxBytes: 200, deadline: 1000, clock: new ManualClock(), heal: true, ...changes };
}

export function weightsOf(weights: readonly number[], reference = 0): FittedWeights {
  return { weights, reference, fits: [], bytes: 0, why: '' };
}

export interface Decoded {
  readonly text: string;
  readonly pieces: readonly FusedPiece[];
  readonly stop: StopReason;
}

export async function decoded(prompts: readonly MemberPrompt[], fitted: FittedWeights, policy: DecodePolicy, signal: AbortSignal = never): Promise<Decoded> {
  const pieces: FusedPiece[] = [];
  const stream = decodeFused(prompts, fitted, policy, signal);
  for (;;) {
    const next = await stream.next();
    if (next.done === true) return { text: textOf(pieces), pieces, stop: next.value };
    pieces.push(next.value);
  }
}
