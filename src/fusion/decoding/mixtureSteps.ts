import { goesOnAsUtf8, wholeCodePoints } from '../bytes.ts';
import type { CoverPolicy } from '../distribution/cover.ts';
import { largerDelta, noDelta } from '../distribution/delta.ts';
import { endSymbol } from '../distribution/prefixView.ts';
import { ByteMixture, type Outlook } from './byteMixture.ts';
import type { DecodePolicy } from './decode.ts';
import type { Limit } from './limit.ts';
import type { Step } from './pieceStream.ts';
import type { StopReason } from './stopRule.ts';
import type { WeightedPrompt } from './weightedPrompt.ts';

/** ε = 0.002 took 9–42 % more forward passes and was no better. */
export const coverDefaults = { epsilon: 0.02, beam: 4, unknown: 0.25 } as const satisfies Partial<CoverPolicy>;

/** Bytes of one step at most, where the members do not come to a boundary before. */
const longestStep = 32;
const newline = 0x0a;

/** The bytes chosen since the last step. */
class StepBuilder {
  #bytes: number[] = [];
  #probability = 1;
  #byMember: readonly number[] = [];
  #delta = noDelta;

  get length(): number {
    return this.#bytes.length;
  }

  add(byte: number, { probability, byMember }: { readonly probability: number; readonly byMember: readonly number[] }, delta: typeof noDelta): void {
    this.#bytes.push(byte);
    this.#probability *= probability;
    this.#byMember = byMember.map((p, k) => p * (this.#byMember[k] ?? 1));
    this.#delta = largerDelta(this.#delta, delta);
  }

  /** The step, after which the next one begins. */
  done(): Step {
    const step = { bytes: Uint8Array.from(this.#bytes), probability: this.#probability, byMember: this.#byMember, delta: this.#delta };
    this.#bytes = [];
    this.#probability = 1;
    this.#byMember = [];
    this.#delta = noDelta;
    return step;
  }
}

/** The likeliest symbol that keeps the text valid UTF-8; null when there is none. `open` are the bytes of a code point that has begun. */
function likeliest({ p }: Outlook, open: Uint8Array): number | null {
  let best: number | null = null;
  for (const [symbol, probability] of p.entries()) {
    if (probability <= (best === null ? 0 : (p[best] ?? 0))) continue;
    if (symbol === endSymbol || goesOnAsUtf8(open, Uint8Array.of(symbol))) best = symbol;
  }
  return best;
}

/**
 * Greedy decoding of the byte-level mixture. Each step is a chunk between boundaries shared by all members, cut after a newline and where it gets long;
 * its probabilities are those of the whole chunk. What has been chosen when a limit is reached still comes.
 */
export async function* mixtureSteps(members: readonly WeightedPrompt[], policy: DecodePolicy, limit: Limit): AsyncGenerator<Step, StopReason, undefined> {
  const mixture = await limit.within(ByteMixture.at(members, { ...coverDefaults, topK: policy.topK, pooling: policy.pooling ?? 'linear' }, policy.heal, limit.signal));
  if (mixture === null) return limit.reason ?? 'none';
  const step = new StepBuilder();
  let open = new Uint8Array(0);
  let stop: StopReason | null = null;
  while (stop === null) {
    const outlook = await limit.within(mixture.lookForBest(limit.signal));
    const byte = outlook === null ? null : likeliest(outlook, open);
    if (limit.reason !== null || outlook === null || byte === null) stop = limit.reason ?? 'none';
    else if (byte === endSymbol) stop = 'end-token';
    else {
      const taken = await limit.within(mixture.take(byte, limit.signal));
      if (taken === null) stop = limit.reason;
      else {
        step.add(byte, taken, outlook.delta);
        open = Uint8Array.of(...open, byte);
        open = open.slice(wholeCodePoints(open));
        if (mixture.atBoundary || byte === newline || step.length >= longestStep) yield step.done();
      }
    }
  }
  if (step.length > 0) yield step.done();
  return stop;
}
