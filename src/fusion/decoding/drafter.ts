import { Copying } from './copying.ts';
import { chosen, Draft, withinBounds, type Origin, type Standing } from './draft.ts';
import { lookUp } from './lookUp.ts';
import type { WeightedPrompt } from './weightedPrompt.ts';

/** Tokens of a member's draft. */
const length = { first: 8, least: 4, most: 24 };
/** Length of a copy, bytes. */
const copy = { first: 8, least: 4, most: 64 };
/** Bytes of agreement that a copy rests on at least: more elsewhere than in the text itself. */
const agreements = { here: 24, elsewhere: 32 };
/**
 * A member may write ahead when it was as sure as this of each of the latest chunks of the text: a row in vain costs half a forward pass, so most drafts must come true. With the standard pack on 21 prompts, counting
 * a further row of a batch as half a forward pass, blocks of 2,571 bytes took 1,812 passes without drafts and take 1,735 with them, 7 % less time; lines alone gain nothing. With `sureOf` 0.7 and agreement over 16 bytes
 * next to nothing was gained, and copies of 16 bytes at first made lines 3 % dearer than these.
 */
const sureOf = 0.9;
const sureChunks = 4;

/** Weight of the latest byte in a member's agreement with the text: that of the last 16 or so counts. */
const recency = 1 / 16;
/** One byte that a member did not expect at all does not rule it out for good. */
const leastP = 1e-4;
/** Nats per byte that a member with a smaller vocabulary may be behind. */
const asGood = 0.1;

/** How the text `whole` may go on, at most `most` bytes: what stood elsewhere behind at least `least` of its last ones; empty where nothing is known. */
export type LookUp = (whole: Uint8Array, least: number, most: number) => Uint8Array;

/** What a decoder tells its drafter. */
export interface DraftingPolicy {
  readonly topK: number;
  /** Whether the text ends with its first line. */
  readonly oneLine: boolean;
  /** Upper bound of the text, bytes. */
  readonly maxBytes: number;
  /** Where to look when the text itself holds nothing to copy. */
  readonly lookUp?: LookUp;
  /** Told of tokens that a member evaluated in a draft and that became the text. */
  readonly onAccepted?: (member: string, tokens: number) => void;
}

/**
 * Has the members evaluate ahead what is likely to come: a copy from the text before, or from elsewhere, where its end stood there, else what one member writes alone. Drafts
 * grow while they are followed to their end, shrink when they are contested, and only who foresaw the text lately writes any. Nothing of it changes the text.
 */
export class Drafter {
  readonly #members: readonly WeightedPrompt[];
  readonly #policy: DraftingPolicy;
  readonly #text: number[];
  readonly #known: number;
  /** How well each member predicted the text lately: the mean of ln p of its bytes, the latest ones count most. */
  readonly #agreements: number[];
  #draft: Draft | null = null;
  #length = length.first;
  readonly #here = new Copying(copy, agreements.here);
  readonly #elsewhere = new Copying(copy, agreements.elsewhere);
  /** Where the latest copy came from. */
  #copying = this.#here;
  /** What each member gave the chunk under way, and how many of the latest ones in a row it was sure of. */
  readonly #chunk: number[];
  #chunkAt: number;
  readonly #foreseen: number[];

  constructor(members: readonly WeightedPrompt[], policy: DraftingPolicy) {
    this.#members = members;
    this.#policy = policy;
    this.#agreements = members.map(({ weight }) => Math.log(weight));
    this.#chunk = members.map(() => 1);
    this.#foreseen = members.map(() => 0);
    const [longest = new Uint8Array(0)] = members.map(({ prompt }) => prompt.before).toSorted((a, b) => b.length - a.length);
    this.#text = [...longest.subarray(-8192)];
    this.#known = this.#text.length;
    this.#chunkAt = this.#known;
  }

  /** At a boundary shared by all members, which stand at `starts`, null for one that does not follow the text. Begins a draft where none is under way. */
  begin(starts: readonly (Standing['start'] | null)[]): void {
    this.#endChunk();
    if (this.#draft?.used === true) this.#close(this.#draft, true);
    if (this.#draft !== null) return;
    const standing = this.#members.flatMap(({ prompt: { member } }, k): Standing[] => {
      const start = starts[k] ?? null;
      return start === null ? [] : [{ member, start }];
    });
    const bounds = { tokens: this.#length, bytes: this.#policy.maxBytes - (this.#text.length - this.#known), oneLine: this.#policy.oneLine };
    const copied = withinBounds(this.#found(), bounds);
    if (copied.length > 0) {
      this.#draft = Draft.of(copied, standing, this.#policy.topK);
      return;
    }
    const writer = this.#writer(starts);
    if (writer !== null && bounds.bytes > 0) this.#draft = Draft.by(writer, standing, bounds, this.#policy.topK);
  }

  /** The text goes on with `byte`, to which the members gave these probabilities. Returns where it came from. */
  follow(byte: number, byMember: readonly number[]): Origin {
    this.#text.push(byte);
    for (const [k, p] of byMember.entries()) {
      this.#agreements[k] = (this.#agreements[k] ?? 0) * (1 - recency) + Math.log(Math.max(p, leastP)) * recency;
      this.#chunk[k] = (this.#chunk[k] ?? 1) * p;
    }
    if (this.#draft === null) return chosen;
    const { origin } = this.#draft;
    if (this.#draft.follow(byte)) return origin;
    this.#close(this.#draft, this.#draft.used);
    return chosen;
  }

  /** Gives up the draft under way. */
  end(): void {
    if (this.#draft !== null) this.#close(this.#draft, true);
  }

  #endChunk(): void {
    if (this.#text.length === this.#chunkAt) return;
    this.#chunkAt = this.#text.length;
    for (const [k, p] of this.#chunk.entries()) this.#foreseen[k] = p >= sureOf ? (this.#foreseen[k] ?? 0) + 1 : 0;
    this.#chunk.fill(1);
  }

  #found(): Uint8Array {
    const text = Uint8Array.from(this.#text);
    this.#copying = this.#here;
    const own = lookUp(text, this.#here.agreement, this.#here.length);
    if (own.length > 0 || this.#policy.lookUp === undefined) return own;
    this.#copying = this.#elsewhere;
    return this.#policy.lookUp(text, this.#elsewhere.agreement, this.#elsewhere.length);
  }

  #close(draft: Draft, whole: boolean): void {
    draft.abandon();
    this.#draft = null;
    for (const [id, tokens] of draft.accepted) this.#policy.onAccepted?.(id, tokens);
    if (draft.origin.kind === 'look-up') {
      this.#copying.learn(draft.followed, whole);
      return;
    }
    if (draft.followed === 0 && whole) return;
    if (whole) this.#length = Math.min(length.most, this.#length * 2);
    else this.#length = Math.max(length.least, Math.ceil(this.#length / 2));
  }

  /**
   * Who writes the draft: of the members that predicted the text about as well as the best one, the one with the smallest vocabulary, for in small models the
   * vocabulary is most of a forward pass. Null without one that foresaw the latest chunks, evaluates tokens together and has no bytes pending.
   */
  #writer(starts: readonly (Standing['start'] | null)[]): Standing | null {
    const able = this.#members.flatMap(({ prompt: { member } }, k) => {
      const start = starts[k] ?? null;
      const able = start !== null && start.pending.length === 0 && member.lookAhead !== undefined && (this.#foreseen[k] ?? 0) >= sureChunks;
      return !able ? [] : [{ member, start, agreement: this.#agreements[k] ?? -Infinity }];
    });
    const best = Math.max(...able.map(({ agreement }) => agreement));
    const size = ({ member }: Standing): number => member.vocabulary.tokens.length;
    return able.filter(({ agreement }) => agreement >= best - asGood).toSorted((a, b) => size(a) - size(b) || b.agreement - a.agreement)[0] ?? null;
  }
}
