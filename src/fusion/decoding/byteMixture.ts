import { concatBytes } from '../bytes.ts';
import { Cover, type CoverPolicy } from '../distribution/cover.ts';
import { addDelta, noDelta, scaleDelta, sumOf, type Delta } from '../distribution/delta.ts';
import { symbols } from '../distribution/prefixView.ts';
import type { MemberPrompt } from '../prompt.ts';
import { startAfter, startOf, type MemberStart } from './memberStart.ts';
import type { WeightedPrompt } from './weightedPrompt.ts';

/** What the pack expects next. */
export interface Outlook {
  /** Fused probability of each next byte and of the end. Shape [symbols]. */
  readonly p: Float64Array;
  /** How far any of them may be from the exact one. */
  readonly delta: Delta;
}

/** A byte that became part of the text, given the text before it. */
export interface TakenByte {
  readonly probability: number;
  readonly byMember: readonly number[];
}

interface Follower {
  readonly prompt: MemberPrompt;
  /** w, with which the member begins each chunk. */
  readonly weight: number;
  cover: Cover;
  /** w · P(chunk so far) over its sum: a member that did not want what the chunk begins with counts less for the rest. */
  share: number;
}

function coverAt({ member }: MemberPrompt, { path, pending }: MemberStart, policy: CoverPolicy, signal: AbortSignal): Promise<Cover> {
  return Cover.at(member, path, pending, policy, signal);
}

/** Members are asked together when what they were not asked about counts this share of the one where it counts most. */
const worthAsking = 0.25;

/** How far the largest value is ahead of the next one. */
function lead(values: Float64Array): number {
  let first = 0;
  let second = 0;
  for (const value of values) {
    if (value > first) [first, second] = [value, first];
    else if (value > second) second = value;
  }
  return first - second;
}

/**
 * The pack as a mixture over strings, q(s | h) = Σ_k w_k P_k(s | h), read byte by byte: q(b | u, h) = Σ_k w_k P_k(ub | h) / Σ_k w_k P_k(u | h). h ends
 * at the last boundary shared by all members, u are the bytes since; at the next such boundary the weights start afresh. Every
 * member reads the text in its own tokens. Not reentrant.
 */
export class ByteMixture {
  readonly #policy: CoverPolicy;
  readonly #followers: readonly Follower[];
  #text: Uint8Array = new Uint8Array(0);
  /** Upper bound of what the members that sit out would add to the shares of the others. */
  #dropped = 0;

  private constructor(followers: readonly Follower[], policy: CoverPolicy) {
    this.#followers = followers;
    this.#policy = policy;
  }

  /** The mixture at the cursor; with `heal`, the last word before it is spelt again by every member in its own tokens. */
  static async at(members: readonly WeightedPrompt[], policy: CoverPolicy, heal: boolean, signal: AbortSignal): Promise<ByteMixture> {
    const followers = await Promise.all(members.map(async ({ prompt, weight }): Promise<Follower> => {
      const cover = await coverAt(prompt, startOf(prompt, heal), policy, signal);
      return { prompt, weight, cover: cover.empty ? await coverAt(prompt, startOf(prompt, false), policy, signal) : cover, share: weight };
    }));
    return new ByteMixture(followers, policy);
  }

  /** Whether all members end a token here, so that what follows is a new chunk. */
  get atBoundary(): boolean {
    return this.#following().every(({ cover }) => cover.atBoundary);
  }

  /** What the pack expects next, all hypotheses of all members asked; null when no member has anything to say. */
  look(signal: AbortSignal): Promise<Outlook | null> {
    return this.#look(signal, () => false);
  }

  /** The same, asked only as far as it takes to know the likeliest symbol: what was not asked could not change it. */
  lookForBest(signal: AbortSignal): Promise<Outlook | null> {
    return this.#look(signal, (known, unasked) => lead(known) > unasked);
  }

  async #look(signal: AbortSignal, enough: (known: Float64Array, unasked: number) => boolean): Promise<Outlook | null> {
    for (;;) {
      const known = new Float64Array(symbols);
      let missing: Delta = { ...noDelta, pruning: this.#dropped };
      let unasked = 0;
      for (const { cover, share } of this.#following()) {
        cover.addSymbols(share, known);
        missing = addDelta(missing, cover.delta, share);
        unasked += share * cover.unasked;
      }
      if (unasked === 0 || enough(known, unasked)) {
        const total = known.reduce((sum, mass) => sum + mass, 0);
        return total > 0 ? { p: known.map((mass) => mass / total), delta: scaleDelta(missing, 1 / (total + missing.tail + missing.pruning)) } : null;
      }
      const most = Math.max(...this.#following().map(({ cover, share }) => share * cover.unasked));
      const worthwhile = this.#following().filter(({ cover, share }) => share * cover.unasked >= worthAsking * most);
      await Promise.all(worthwhile.map(({ cover }) => cover.ask(signal)));
    }
  }

  /** Goes on with a byte. Members whose spellings lead nowhere sit out the rest of the chunk, unless the byte is improbable without them. */
  async take(byte: number, signal: AbortSignal): Promise<TakenByte> {
    const following = this.#following();
    const own = new Map<Follower, number>();
    const fused = (): number => following.reduce((sum, follower) => sum + follower.share * (own.get(follower) ?? 0), 0);
    await Promise.all(following.map(async (follower) => own.set(follower, await follower.cover.advance(byte, signal))));
    if (fused() < this.#policy.epsilon) {
      const stuck = following.filter(({ cover }) => cover.empty);
      await Promise.all(stuck.map(async (follower) => own.set(follower, await follower.cover.retrace(signal))));
    }
    const probability = fused();
    for (const { cover, share } of following) if (cover.empty) this.#dropped += share * sumOf(cover.delta);
    this.#dropped = probability > 0 ? this.#dropped / probability : 0;
    for (const follower of this.#followers) follower.share = probability > 0 ? (follower.share * (own.get(follower) ?? 0)) / probability : 0;
    this.#text = concatBytes(this.#text, Uint8Array.of(byte));
    if (this.atBoundary) await this.#restart(signal);
    return { probability, byMember: this.#followers.map((follower) => own.get(follower) ?? 0) };
  }

  #following(): readonly Follower[] {
    return this.#followers.filter(({ cover }) => !cover.empty);
  }

  /** A new chunk: weights as given, nothing missing, and members that could not follow the last one join again. */
  async #restart(signal: AbortSignal): Promise<void> {
    this.#dropped = 0;
    await Promise.all(this.#followers.map(async (follower) => {
      follower.share = follower.weight;
      follower.cover.restart();
      const start = follower.cover.empty ? startAfter(follower.prompt, this.#text) : null;
      if (start !== null) follower.cover = await coverAt(follower.prompt, start, this.#policy, signal);
    }));
  }
}
