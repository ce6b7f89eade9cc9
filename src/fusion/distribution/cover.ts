import { concatBytes, concatIds } from '../bytes.ts';
import type { MemberBackend } from '../member.ts';
import type { Range } from './byteOrder.ts';
import { addDelta, noDelta, scaleDelta, type Delta } from './delta.ts';
import { endSymbol, PrefixView } from './prefixView.ts';

/** How finely a member's text is followed. */
export interface CoverPolicy {
  /** Hypotheses below this share of their cover are pruned. */
  readonly epsilon: number;
  /** Hypotheses kept at most. */
  readonly beam: number;
  /** Tokens that a member lists after a path. */
  readonly topK: number;
}

/** One way in which a member may have spelt the text: whole tokens, then the beginning of one more token, unless nothing is pending. */
interface Hypothesis {
  readonly path: Int32Array;
  /** Bytes that the token that goes on has to begin with. */
  readonly pending: Uint8Array;
  /** Probability of the committed tokens, relative to the cover's text. */
  readonly weight: number;
  /** What comes after `path`; null as long as nobody has asked. */
  readonly view: PrefixView | null;
  /** Listed tokens that go on from `pending` with at least one byte more. */
  readonly range: Range;
  /** Share of this hypothesis in the cover: `weight` times the mass of `range`, or `weight` alone when nothing is pending. */
  readonly mass: number;
}

const nothing = new Uint8Array(0);
const noRange: Range = { lo: 0, hi: 0 };

/** Mass that may go on from the pending bytes with tokens that were not listed. */
const hidden = ({ weight, view }: Hypothesis): number => (view === null ? 0 : weight * view.tail);

/**
 * All ways in which one member can spell the text since the cover began, each a `Hypothesis`, and so the member's exact probability of any continuation
 * in bytes:  P(ub) = m(ub) for the token that goes on + Σ over tokens t that end inside u of P(t) · P(rest | t).
 * The hypotheses' masses sum to 1; what was pruned or never listed is an upper bound on the same scale. When pending bytes
 * leave the listed tokens, the member is asked for exactly the compatible ones, so it is never lost for want of a longer list.
 * Not reentrant.
 */
export class Cover {
  readonly #member: MemberBackend;
  readonly #policy: CoverPolicy;
  #hypotheses: readonly Hypothesis[];
  /** Masses that no hypothesis stands for any more. */
  #lost: Delta = noDelta;

  constructor(member: MemberBackend, path: Int32Array, policy: CoverPolicy) {
    this.#member = member;
    this.#policy = policy;
    this.#hypotheses = [ended(path, 1)];
  }

  /** Whether the member cannot have written the text, or its figures are no numbers. */
  get empty(): boolean {
    return this.#hypotheses.length === 0;
  }

  /** Whether the text most likely ends with a whole token. */
  get atBoundary(): boolean {
    return this.#hypotheses[0]?.pending.length === 0;
  }

  /** What is missing, relative to the cover's mass of 1. */
  get delta(): Delta {
    return this.#hypotheses.reduce((sum, one) => addDelta(sum, { denominator: one.mass * (one.view?.beyond ?? 0), tail: hidden(one), pruning: 0 }), this.#lost);
  }

  /** Takes the text so far as given, in the spellings that are left: nothing is missing from what comes after it. */
  restart(): void {
    this.#lost = noDelta;
  }

  /**
   * Asks the member what comes after each hypothesis that ends with a whole token; with `ahead`, only for tokens compatible with these bytes, which
   * are then the only ones that may follow. The likeliest hypothesis is asked last, for its tokens are those to stay in the KV cache.
   */
  async look(signal: AbortSignal, ahead: Uint8Array = nothing): Promise<void> {
    const seen: Hypothesis[] = [];
    for (const one of this.#hypotheses.toReversed()) {
      const view = one.view ?? await this.#ask(one.path, ahead, signal);
      if (view.usable) seen.unshift(one.view === null ? { ...one, view, range: view.whole } : one);
    }
    this.#hypotheses = seen;
  }

  /** Adds `scale` times the mass of every next symbol, as far as it is known; after `look`. Shape of `into` [symbols]. */
  addSymbols(scale: number, into: Float64Array): void {
    for (const { view, pending, range, weight } of this.#hypotheses) {
      view?.addNextBytes(range, pending.length, scale * weight, into);
      if (pending.length === 0) into[endSymbol] = (into[endSymbol] ?? 0) + scale * weight * (view?.end ?? 0);
    }
  }

  /** Goes on to the text with one byte more, after `look`. Returns the byte's probability given the text before; 0 leaves the cover empty. */
  async advance(byte: number, signal: AbortSignal): Promise<number> {
    const next: Hypothesis[] = [];
    const candidates = await this.#narrowed(byte, signal);
    let lost = this.#lost;
    for (const one of candidates) {
      const { path, pending, range, view, weight } = one;
      if (view === null) continue;
      const whole = view.narrow(range, pending.length, null);
      for (const { id, p } of view.tokens(whole)) next.push(ended(concatIds(path, Int32Array.of(id)), weight * p));
      const longer = { lo: whole.hi, hi: range.hi };
      const mass = weight * view.mass(longer);
      if (mass > 0) next.push({ ...one, range: longer, mass });
      else lost = addDelta(lost, { ...noDelta, tail: hidden(one) });
    }
    next.sort((a, b) => b.mass - a.mass);
    const total = next.reduce((sum, one) => sum + one.mass, 0);
    const { epsilon, beam } = this.#policy;
    const kept = next.filter(({ mass }, index) => index < beam && mass > 0 && mass >= epsilon * total);
    for (const one of next) if (!kept.includes(one)) lost = addDelta(lost, { denominator: 0, tail: hidden(one), pruning: one.mass });
    const left = kept.reduce((sum, one) => sum + one.mass, 0);
    this.#hypotheses = left > 0 ? kept.map((one) => ({ ...one, weight: one.weight / left, mass: one.mass / left })) : [];
    this.#lost = left > 0 ? scaleDelta(lost, 1 / left) : noDelta;
    return total;
  }

  /** The hypotheses that `byte` can follow, their ranges narrowed to it; those that may hide too much are spelt again. */
  async #narrowed(byte: number, signal: AbortSignal): Promise<readonly Hypothesis[]> {
    const moved = this.#hypotheses.map((one) => {
      const range = one.view?.narrow(one.range, one.pending.length, byte) ?? noRange;
      return { ...one, range, pending: concatBytes(one.pending, Uint8Array.of(byte)), mass: one.weight * (one.view?.mass(range) ?? 0) };
    });
    const narrowed: Hypothesis[] = [];
    let listed = moved.reduce((sum, { mass }) => sum + mass, 0);
    for (const one of moved) {
      const spelt = hidden(one) > this.#policy.epsilon * listed ? await this.#spell(one, listed, signal) : [one];
      listed += spelt.reduce((sum, { mass }) => sum + mass, -one.mass);
      narrowed.push(...spelt);
    }
    return narrowed.filter(({ view }) => view?.usable);
  }

  /**
   * Every spelling of the pending bytes that a hypothesis stands for, exactly: the tokens that begin with all of them, and those
   * that spell only their beginning and were not listed so far, with what then spells the rest. Below the share ε of `listed` they count as lost.
   */
  async #spell({ path, pending, weight, view: known }: Hypothesis, listed: number, signal: AbortSignal): Promise<readonly Hypothesis[]> {
    const view = await this.#ask(path, pending, signal);
    const range = view.startingWith(pending);
    const spelt: Hypothesis[] = [{ path, pending, weight, view, range, mass: weight * view.mass(range) }];
    const earlier = new Set(known === null ? [] : Array.from(known.beginnings(pending), ({ id }) => id));
    for (const { id, p, length } of view.beginnings(pending)) {
      if (earlier.has(id)) continue;
      const child = { ...ended(concatIds(path, Int32Array.of(id)), weight * p), pending: pending.subarray(length) };
      if (child.weight > this.#policy.epsilon * listed) spelt.push(...await this.#spell(child, listed, signal));
      else this.#lost = addDelta(this.#lost, { ...noDelta, tail: child.weight });
    }
    return spelt;
  }

  async #ask(path: Int32Array, compatible: Uint8Array, signal: AbortSignal): Promise<PrefixView> {
    const { topK } = this.#policy;
    const listed = compatible.length > 0 ? this.#member.nextWithin(path, compatible, signal) : this.#member.next(path, topK, signal);
    return new PrefixView(await listed, this.#member.vocabulary);
  }
}

function ended(path: Int32Array, weight: number): Hypothesis {
  return { path, pending: nothing, weight, view: null, range: noRange, mass: weight };
}
