import { concatBytes } from '../bytes.ts';
import { Cover, type CoverPolicy } from '../distribution/cover.ts';
import { sumOf } from '../distribution/delta.ts';
import { symbols } from '../distribution/prefixView.ts';
import type { MemberPrompt } from '../prompt.ts';
import { linearPooling } from './linearPooling.ts';
import { logLinearPooling } from './logLinearPooling.ts';
import { startAfter, startOf, type MemberStart } from './memberStart.ts';
import type { MemberOutlook, Outlook, Pooling, PoolingRule } from './pooling.ts';
import type { WeightedPrompt } from './weightedPrompt.ts';

/** How finely the members' texts are followed, and how they are pooled. */
export interface MixturePolicy extends CoverPolicy {
  readonly pooling: PoolingRule;
  /** Share of the pack below which a member is not asked how it would spell a byte that it did not list, where shares are carried over; it is asked always unless told. */
  readonly idle?: number;
}

/** A byte that became part of the text, given the text before it. */
export interface TakenByte {
  readonly probability: number;
  readonly byMember: readonly number[];
}

interface Follower {
  readonly prompt: MemberPrompt;
  /** w, with which the member begins each chunk. */
  weight: number;
  cover: Cover;
  /** `weight`; where the pooling carries it over, w · P(chunk so far) over its sum, so that who did not want how the chunk begins counts less for the rest. */
  share: number;
}

function coverAt({ member }: MemberPrompt, { path, pending }: MemberStart, policy: CoverPolicy, signal: AbortSignal): Promise<Cover> {
  return Cover.at(member, path, pending, policy, signal);
}

/** Members are asked together when what they were not asked about counts this share of the one where it counts most. */
const worthAsking = 0.25;

function poolingOf(rule: PoolingRule): Pooling {
  switch (rule) {
    case 'linear': return linearPooling;
    case 'log-linear': return logLinearPooling;
  }
}

/**
 * The pack read byte by byte: the members' P_k(b | u, h), pooled. h ends at the last boundary shared by all members, u are the bytes since; at the next
 * such boundary the weights start afresh. Pooled linearly it is a mixture over strings, q(s | h) = Σ_k w_k P_k(s | h). Every member reads the text in
 * its own tokens. Not reentrant.
 */
export class ByteMixture {
  readonly #policy: MixturePolicy;
  readonly #pooling: Pooling;
  readonly #followers: readonly Follower[];
  #text: Uint8Array = new Uint8Array(0);
  /** Upper bound of what the members that sit out would add to the shares of the others. */
  #dropped = 0;
  /** What the members that follow expect next, as far as `look` asked; null before. */
  #expected: readonly MemberOutlook[] | null = null;

  private constructor(followers: readonly Follower[], policy: MixturePolicy) {
    this.#followers = followers;
    this.#policy = policy;
    this.#pooling = poolingOf(policy.pooling);
  }

  /** The mixture at the cursor; with `heal`, the last word before it is spelt again by every member in its own tokens. */
  static async at(members: readonly WeightedPrompt[], policy: MixturePolicy, heal: boolean, signal: AbortSignal): Promise<ByteMixture> {
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

  /** Where each member stands in its likeliest spelling of the text; null for one that does not follow. */
  get standpoints(): readonly (MemberStart | null)[] {
    return this.#followers.map(({ cover }) => cover.standpoint);
  }

  /** Changes the weights with which the members begin a chunk; at a boundary only. In the order of the members. */
  reweigh(weights: readonly number[]): void {
    for (const [k, follower] of this.#followers.entries()) {
      follower.weight = weights[k] ?? 0;
      follower.share = follower.weight;
    }
  }

  /** What the pack expects next, all hypotheses of all members asked; null when no member has anything to say. */
  look(signal: AbortSignal): Promise<Outlook | null> {
    return this.#look(signal, () => false);
  }

  /** The same, asked only as far as it takes to know the likeliest symbol: what was not asked could not change it. */
  lookForBest(signal: AbortSignal): Promise<Outlook | null> {
    return this.#look(signal, (expected) => this.#pooling.decided(expected));
  }

  async #look(signal: AbortSignal, enough: (expected: readonly MemberOutlook[]) => boolean): Promise<Outlook | null> {
    for (;;) {
      const following = this.#following();
      const expected = this.#expect(following);
      this.#expected = expected;
      const most = Math.max(0, ...expected.map(({ share, unasked }) => share * unasked));
      if (most === 0 || enough(expected)) return this.#pooling.fuse(expected, this.#dropped);
      const worthwhile = following.filter(({ cover, share }) => share * cover.unasked >= worthAsking * most);
      await Promise.all(worthwhile.map(({ cover }) => cover.ask(signal)));
    }
  }

  #expect(following: readonly Follower[]): readonly MemberOutlook[] {
    return following.map(({ cover, share }) => {
      const known = new Float64Array(symbols);
      cover.addSymbols(1, known);
      return { share, known, missing: cover.delta, unasked: cover.unasked };
    });
  }

  /**
   * Goes on with a byte; log-linearly, its probability is exact as far as the byte was looked for before. Members whose spellings lead nowhere sit out the
   * rest of the chunk. Linearly that is for want of need only: unless the byte is improbable without them.
   */
  async take(byte: number, signal: AbortSignal): Promise<TakenByte> {
    const following = this.#following();
    const expected = this.#expected ?? this.#expect(following);
    this.#expected = null;
    const own = new Map<Follower, number>();
    const fused = (): number => this.#pooling.taken(expected, following.map((follower) => own.get(follower) ?? 0), byte);
    const mayHide = this.#pooling.mayHide(expected, this.#policy.unknown);
    const spare = (this.#policy.idle ?? 0) * expected.reduce((sum, { share, known }) => sum + share * (known[byte] ?? 0), 0);
    await Promise.all(following.map(async (follower, k) => {
      while (follower.cover.blind) await follower.cover.ask(signal);
      const allowance = { spare: this.#pooling.carriesOver ? spare / follower.share : 0, unknown: mayHide[k] ?? this.#policy.unknown };
      own.set(follower, await follower.cover.advance(byte, signal, allowance));
    }));
    if (!this.#pooling.carriesOver || fused() < this.#policy.epsilon) {
      const stuck = following.filter(({ cover }) => cover.empty);
      await Promise.all(stuck.map(async (follower) => own.set(follower, await follower.cover.retrace(signal))));
    }
    const probability = fused();
    for (const { cover, share } of following) if (cover.empty) this.#dropped += share * sumOf(cover.delta);
    this.#dropped = probability > 0 ? this.#dropped / probability : 0;
    if (this.#pooling.carriesOver) {
      for (const follower of this.#followers) follower.share = probability > 0 ? (follower.share * (own.get(follower) ?? 0)) / probability : 0;
    }
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
