import { concatBytes, concatIds } from '../bytes.ts';
import type { MemberBackend } from '../member.ts';
import type { Range } from './byteOrder.ts';
import { CanonicalPairs } from './canonicalPairs.ts';
import { addDelta, noDelta, scaleDelta, sumOf, type Delta } from './delta.ts';
import { endSymbol, PrefixView } from './prefixView.ts';

/** How finely a member's text is followed. */
export interface CoverPolicy {
  /** ε: the member is asked ahead about hypotheses from this share of their cover on. */
  readonly epsilon: number;
  /** Hypotheses that the member is asked about ahead at most. */
  readonly beam: number;
  /** A hypothesis is looked into when it may hide this share of what is known, for a member that is alone: tokens that were not listed, or all it says if it was not asked. */
  readonly unknown: number;
  /** Tokens that a member lists after a path. */
  readonly topK: number;
  /** Whether the member is asked ahead about spellings that its tokenizer would never write, too. */
  readonly spellings: 'canonical' | 'all';
}

/** One way in which a member may have spelt the text: whole tokens, then the beginning of one more token, unless nothing is pending. */
interface Hypothesis {
  readonly path: Int32Array;
  /** Bytes that the token that goes on has to begin with. */
  readonly pending: Uint8Array;
  /** Probability of the whole tokens, relative to the cover's text. */
  readonly weight: number;
  /** What comes after `path`; null as long as the member was not asked. */
  readonly view: PrefixView | null;
  /** Upper bound of the mass of what comes after `path` that `view` does not list. */
  readonly unlisted: number;
  /** Listed tokens that go on from `pending` with at least one byte more. */
  readonly range: Range;
  /** Share of the cover as far as it is known: `weight` where nothing is pending, else `weight` times the mass of `range`. */
  readonly mass: number;
}

const nothing = new Uint8Array(0);
const noRange: Range = { lo: 0, hi: 0 };

/** Of what a hypothesis says about the next byte, the mass that is not known. */
const missing = ({ weight, unlisted }: Hypothesis): number => weight * unlisted;

/** What it may add to its known mass. */
const hidden = (one: Hypothesis): number => (one.pending.length === 0 ? 0 : missing(one));

/** A token boundary before the text that a cover follows. */
interface Anchor {
  readonly path: Int32Array;
  /** Share of the cover that stood there. */
  readonly weight: number;
  /** Bytes since. */
  readonly text: Uint8Array;
  /** Probability of `text`, as far as the hypotheses stand for it. */
  readonly probability: number;
  /** Upper bound of the probability of `text` without its last byte. */
  readonly before: number;
}

/** What a hypothesis may hide without being looked into. */
interface Allowance {
  /** Mass. */
  readonly spare: number;
  /** Share of what is known. */
  readonly unknown: number;
}

/** Known mass beside a hypothesis that is spelt, and the share of it from which on what is found there is spelt too. */
interface Beside {
  readonly listed: number;
  readonly unknown: number;
}

/** Hypotheses kept for each that may be asked about ahead: those that are not asked about cost no forward pass. */
const keptPerAsked = 16;
/** Share of a cover below which a hypothesis is pruned. */
const negligible = 1e-8;

/** Positions asked at most to spell pending bytes, besides one for each byte: so many the first spelling may take. */
const mostAsked = 24;

/** A hypothesis that the member was not asked about. */
function unasked(path: Int32Array, pending: Uint8Array, weight: number): Hypothesis {
  return { path, pending, weight, view: null, unlisted: 1, range: noRange, mass: pending.length === 0 ? weight : 0 };
}

/**
 * All ways in which one member can spell the text since the cover began, each a `Hypothesis`, and so the member's exact probability of any continuation
 * in bytes:  P(ub) = m(ub) for the token that goes on + Σ over tokens t that end inside u of P(t) · P(rest | t).
 * The hypotheses' known masses sum to 1; what was pruned, never listed or never asked for is an upper bound on the same scale. When pending bytes
 * leave the listed tokens, the member is asked for exactly the compatible ones, so it is never lost for want of a longer list.
 * Not reentrant.
 */
export class Cover {
  readonly #member: MemberBackend;
  readonly #policy: CoverPolicy;
  /** Largest known mass first. */
  #hypotheses: readonly Hypothesis[];
  /** Masses that no hypothesis stands for any more. */
  #lost: Delta = noDelta;
  /** Tokens that the cover began behind: where they end may be no boundary that the tokenizer would choose. */
  readonly #given: number;
  readonly #pairs: CanonicalPairs;
  /** Where to start again when the hypotheses that are left lead nowhere. */
  #anchor: Anchor;

  private constructor(member: MemberBackend, policy: CoverPolicy, path: Int32Array, pending: Uint8Array) {
    this.#member = member;
    this.#policy = policy;
    this.#given = path.length;
    this.#pairs = CanonicalPairs.of(member);
    this.#hypotheses = [unasked(path, pending, 1)];
    this.#anchor = { path, weight: 1, text: pending, probability: 1, before: 1 };
  }

  /** The cover after `path`, given that the member goes on with the bytes `pending`: it begins with all spellings of them. */
  static async at(member: MemberBackend, path: Int32Array, pending: Uint8Array, policy: CoverPolicy, signal: AbortSignal): Promise<Cover> {
    const cover = new Cover(member, policy, path, pending);
    if (pending.length > 0) await cover.retrace(signal);
    cover.restart();
    return cover;
  }

  /** Whether the member cannot have written the text, or its figures are no numbers. */
  get empty(): boolean {
    return this.#hypotheses.length === 0;
  }

  /** Whether the text most likely ends with a whole token. */
  get atBoundary(): boolean {
    return this.#hypotheses[0]?.pending.length === 0;
  }

  /** Where the likeliest spelling stands: behind its whole tokens, with the bytes that its next token begins with; null of an empty cover. */
  get standpoint(): Pick<Hypothesis, 'path' | 'pending'> | null {
    return this.#hypotheses[0] ?? null;
  }

  /** Whether the member was not even asked about the likeliest spelling. */
  get blind(): boolean {
    return this.#hypotheses[0]?.view === null;
  }

  /** Mass of the hypotheses that the member has still to be asked about. */
  get unasked(): number {
    return this.#toAsk().reduce((sum, { weight }) => sum + weight, 0);
  }

  /** What is missing from the next symbols' masses; of an empty cover, what was pruned. */
  get delta(): Delta {
    return this.#hypotheses.reduce((sum, one) => addDelta(sum, {
      denominator: one.mass * (one.view?.beyond ?? 0),
      tail: one.view === null ? 0 : missing(one),
      pruning: one.view === null ? missing(one) : 0,
    }), this.#lost);
  }

  /** Takes the text so far as given, in the spellings that are known: nothing is missing from what comes after it. */
  restart(): void {
    this.#hypotheses = this.#hypotheses.filter(({ mass }) => mass > 0);
    this.#lost = noDelta;
    const [best] = this.#hypotheses;
    if (best?.pending.length === 0) this.#anchor = { path: best.path, weight: best.mass, text: nothing, probability: 1, before: 1 };
  }

  /**
   * Hypotheses that count enough to be asked about before the next byte is known. The others wait: should the text go where the known ones do not, they
   * are spelt then.
   */
  #toAsk(): readonly Hypothesis[] {
    const { epsilon, beam } = this.#policy;
    return this.#hypotheses.filter((one, index) => one.view === null && (index === 0 || (index < beam && one.weight >= epsilon && this.#expected(one))));
  }

  /** Whether the last token is one that the tokenizer may put behind those before it, as far as this was its choice. */
  #expected({ path }: Hypothesis): boolean {
    return this.#policy.spellings === 'all' || path.length - 1 <= this.#given || this.#pairs.allow(path.subarray(0, -1), path.at(-1) ?? -1);
  }

  /** Asks the member about the heaviest hypothesis that it has still to be asked about. */
  async ask(signal: AbortSignal): Promise<void> {
    const heaviest = this.#toAsk().reduce<Hypothesis | null>((top, one) => (one.weight > (top?.weight ?? 0) ? one : top), null);
    if (heaviest === null) return;
    const others = this.#hypotheses.filter((one) => one !== heaviest);
    if (heaviest.pending.length > 0) {
      const listed = others.reduce((sum, { mass }) => sum + mass, 0);
      this.#settle([...others, ...this.#split(await this.#spell(heaviest, { listed, unknown: this.#policy.unknown }, signal))]);
      return;
    }
    const view = new PrefixView(await this.#member.next(heaviest.path, this.#policy.topK, signal), this.#member.vocabulary);
    this.#hypotheses = view.usable ? this.#hypotheses.map((one) => (one === heaviest ? { ...one, view, unlisted: view.tail, range: view.whole } : one)) : others;
  }

  /** Adds `scale` times the known mass of every next symbol. Shape of `into` [symbols]. */
  addSymbols(scale: number, into: Float64Array): void {
    for (const { view, pending, range, weight } of this.#hypotheses) {
      view?.addNextBytes(range, pending.length, scale * weight, into);
      if (pending.length === 0) into[endSymbol] = (into[endSymbol] ?? 0) + scale * weight * (view?.end ?? 0);
    }
  }

  /**
   * Goes on to the text with one byte more. Returns the byte's probability given the text before; 0 leaves the cover empty. A hypothesis that may hide no
   * more than the mass `spare`, or than the share `unknown` of what is known, is not looked into.
   */
  async advance(byte: number, signal: AbortSignal, allowance: Allowance = { spare: 0, unknown: this.#policy.unknown }): Promise<number> {
    const { text, probability } = this.#anchor;
    const reachable = this.#hypotheses.reduce((sum, one) => sum + hidden(one), 1 + sumOf(this.#lost));
    this.#anchor = { ...this.#anchor, text: concatBytes(text, Uint8Array.of(byte)), before: probability * reachable };
    return this.#settle(this.#split(await this.#narrowed(byte, allowance, signal)));
  }

  /**
   * After `advance` has left the cover empty: spells the text since the anchor from scratch. Returns a lower bound of the last byte's probability, which
   * no hypothesis stood for.
   */
  async retrace(signal: AbortSignal): Promise<number> {
    const { path, weight, text, before } = this.#anchor;
    this.#lost = noDelta;
    this.#anchor = { ...this.#anchor, probability: 1 };
    return this.#settle(this.#split(await this.#spell(unasked(path, text, weight), { listed: 0, unknown: this.#policy.unknown }, signal))) / before;
  }

  /** Hypotheses whose ranges begin with their pending bytes, told apart: tokens that end there, and those that go on. */
  #split(spelt: readonly Hypothesis[]): readonly Hypothesis[] {
    const next: Hypothesis[] = [];
    for (const one of spelt) {
      const { path, pending, range, view, weight } = one;
      if (view === null) {
        next.push(one);
        continue;
      }
      const whole = view.narrow(range, pending.length, null);
      for (const { id, p } of view.tokens(whole)) next.push(unasked(concatIds(path, Int32Array.of(id)), nothing, weight * p));
      const longer = { lo: whole.hi, hi: range.hi };
      const mass = weight * view.mass(longer);
      if (mass > 0 || hidden(one) > 0) next.push({ ...one, range: longer, mass });
    }
    return next;
  }

  /** Keeps the hypotheses that may come to count, and lets their known masses sum to 1. Returns the mass of all that were given. */
  #settle(candidates: readonly Hypothesis[]): number {
    const { epsilon, beam } = this.#policy;
    const ranked = candidates.toSorted((a, b) => b.mass - a.mass || b.weight - a.weight);
    const total = ranked.reduce((sum, { mass }) => sum + mass, 0);
    const kept = ranked.filter((one, index) => {
      const most = one.mass + hidden(one);
      return index < keptPerAsked * beam && most > 0 && most >= Math.min(negligible, epsilon) * total;
    });
    for (const one of ranked) if (!kept.includes(one)) this.#lose(one.view === null ? { pruning: one.mass + hidden(one) } : { tail: hidden(one), pruning: one.mass });
    const left = kept.reduce((sum, { mass }) => sum + mass, 0);
    this.#hypotheses = left > 0 ? kept.map((one) => ({ ...one, weight: one.weight / left, mass: one.mass / left })) : [];
    if (left > 0) {
      this.#lost = scaleDelta(this.#lost, 1 / left);
      this.#anchor = { ...this.#anchor, probability: this.#anchor.probability * left };
    } else for (const one of kept) this.#lose({ tail: hidden(one) });
    return total;
  }

  /** The hypotheses that `byte` can follow, their ranges narrowed to it; those that may hide too much are spelt again. */
  async #narrowed(byte: number, { spare, unknown }: Allowance, signal: AbortSignal): Promise<readonly Hypothesis[]> {
    const moved = this.#hypotheses.map((one) => {
      const pending = concatBytes(one.pending, Uint8Array.of(byte));
      const range = one.view?.narrow(one.range, one.pending.length, byte) ?? noRange;
      return { ...one, pending, range, unlisted: one.view?.unlisted(pending) ?? 1, mass: one.weight * (one.view?.mass(range) ?? 0) };
    });
    const narrowed: Hypothesis[] = [];
    let listed = moved.reduce((sum, { mass }) => sum + mass, 0);
    for (const one of moved.toSorted((a, b) => hidden(b) - hidden(a))) {
      const spelt = hidden(one) > Math.max(spare, unknown * listed) ? await this.#spell(one, { listed: listed - one.mass, unknown }, signal) : [one];
      listed += spelt.reduce((sum, { mass }) => sum + mass, -one.mass);
      narrowed.push(...spelt);
    }
    return narrowed;
  }

  /**
   * Every spelling of the pending bytes that a hypothesis stands for, exactly: the tokens that begin with all of them, and those
   * that spell only their beginning and were not listed so far, with what then spells the rest where that may count beside `listed`.
   */
  async #spell({ path, pending, weight, view: known }: Hypothesis, { listed, unknown }: Beside, signal: AbortSignal, budget = { left: mostAsked + pending.length }): Promise<readonly Hypothesis[]> {
    budget.left -= 1;
    const view = new PrefixView(await this.#member.nextWithin(path, pending, signal), this.#member.vocabulary);
    if (!view.usable) return [];
    const range = view.startingWith(pending);
    const spelt: Hypothesis[] = [{ path, pending, weight, view, unlisted: view.unlisted(pending), range, mass: weight * view.mass(range) }];
    const earlier = new Set(known === null ? [] : Array.from(known.beginnings(pending), ({ id }) => id));
    const beginnings = [...view.beginnings(pending)].filter(({ id }) => !earlier.has(id)).sort((a, b) => b.p - a.p);
    for (const [index, { id, p, length }] of beginnings.entries()) {
      const child = unasked(concatIds(path, Int32Array.of(id)), pending.subarray(length), weight * p);
      const sofar = spelt.reduce((sum, { mass }) => sum + mass, listed);
      const counts = index < this.#policy.beam && child.weight > unknown * sofar && budget.left > 0;
      spelt.push(...(counts ? await this.#spell(child, { listed: sofar, unknown }, signal, budget) : [child]));
    }
    return spelt;
  }

  #lose({ tail = 0, pruning = 0 }: Partial<Delta>): void {
    this.#lost = addDelta(this.#lost, { denominator: 0, tail, pruning });
  }
}
