import { goesOnAsUtf8, wholeCodePoints } from '../bytes.ts';
import { largerDelta, noDelta } from '../distribution/delta.ts';
import { coverPolicies } from '../distribution/precision.ts';
import { endSymbol } from '../distribution/prefixView.ts';
import { ByteMixture } from './byteMixture.ts';
import type { DecodePolicy } from './decode.ts';
import { chosen, jointOrigin, type Origin } from './draft.ts';
import { Drafter } from './drafter.ts';
import type { Limit } from './limit.ts';
import type { Step } from './pieceStream.ts';
import type { Outlook } from './pooling.ts';
import type { StopReason } from './stopRule.ts';
import type { WeightedPrompt } from './weightedPrompt.ts';

/**
 * A member with less of the pack than that after a byte sits out the rest of a chunk rather than spell what it did not expect. Where members of different kinds met it halved the
 * forward passes.
 */
const idle = 0.05;

/** Bytes of one step at most, where the members do not come to a boundary before. */
const longestStep = 32;
const newline = 0x0a;

/** The bytes chosen since the last step. */
class StepBuilder {
  #bytes: number[] = [];
  #probability = 1;
  #byMember: readonly number[] = [];
  #delta = noDelta;
  #origin: Origin | null = null;

  get length(): number {
    return this.#bytes.length;
  }

  /** Bytes of different origin together were chosen. */
  add(byte: number, origin: Origin, { probability, byMember }: { readonly probability: number; readonly byMember: readonly number[] }, delta: typeof noDelta): void {
    this.#bytes.push(byte);
    this.#probability *= probability;
    this.#byMember = byMember.map((p, k) => p * (this.#byMember[k] ?? 1));
    this.#delta = largerDelta(this.#delta, delta);
    this.#origin = this.#origin === null ? origin : jointOrigin(this.#origin, origin);
  }

  /** The step, after which the next one begins. */
  done(): Step {
    const step = { bytes: Uint8Array.from(this.#bytes), probability: this.#probability, byMember: this.#byMember, delta: this.#delta, origin: this.#origin ?? chosen };
    this.#bytes = [];
    this.#probability = 1;
    this.#byMember = [];
    this.#delta = noDelta;
    this.#origin = null;
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
  const cover = policy.precision === 'exact' ? coverPolicies.exact : { ...coverPolicies.fast, idle, topK: policy.topK };
  const mixture = await limit.within(ByteMixture.at(members, { ...cover, pooling: policy.pooling }, policy.heal, limit.signal));
  if (mixture === null) return limit.reason ?? 'none';
  const drafter = policy.drafting === undefined ? null : new Drafter(members, { ...policy.drafting, topK: cover.topK, oneLine: policy.shape.kind === 'line', maxBytes: policy.maxBytes });
  try {
    return yield* decide(mixture, drafter, policy.precision === 'exact', limit);
  } finally {
    drafter?.end();
  }
}

/** Byte by byte the likeliest one, `patient` with all that could be asked about it known; what the drafter does changes nothing but how soon the answers are there. */
async function* decide(mixture: ByteMixture, drafter: Drafter | null, patient: boolean, limit: Limit): AsyncGenerator<Step, StopReason, undefined> {
  const step = new StepBuilder();
  let open = new Uint8Array(0);
  let stop: StopReason | null = null;
  drafter?.begin(mixture.standpoints);
  while (stop === null) {
    const outlook = await limit.within(patient ? mixture.look(limit.signal) : mixture.lookForBest(limit.signal));
    const byte = outlook === null ? null : likeliest(outlook, open);
    if (limit.reason !== null || outlook === null || byte === null) stop = limit.reason ?? 'none';
    else if (byte === endSymbol) stop = 'end-token';
    else {
      const taken = await limit.within(mixture.take(byte, limit.signal));
      if (taken === null) stop = limit.reason;
      else {
        step.add(byte, drafter?.follow(byte, taken.byMember) ?? chosen, taken, outlook.delta);
        open = Uint8Array.of(...open, byte);
        open = open.slice(wholeCodePoints(open));
        if (mixture.atBoundary) drafter?.begin(mixture.standpoints);
        if (mixture.atBoundary || byte === newline || step.length >= longestStep) yield step.done();
      }
    }
  }
  if (step.length > 0) yield step.done();
  return stop;
}
