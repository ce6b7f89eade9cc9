import { seededRandom, type Random } from '../../base/random.ts';
import { concatBytes, concatIds, goesOnAsUtf8, hasAt, wholeCodePoints } from '../bytes.ts';
import { Cover } from '../distribution/cover.ts';
import { coverPolicies } from '../distribution/precision.ts';
import type { DecodePolicy, SamplingPolicy } from './decode.ts';
import { drawIndex, drawToken, type DrawnToken } from './drawToken.ts';
import type { Limit } from './limit.ts';
import { startOf, type MemberStart } from './memberStart.ts';
import type { Step } from './pieceStream.ts';
import { SharedBoundary } from './sharedBoundary.ts';
import type { StopReason } from './stopRule.ts';
import type { WeightedPrompt } from './weightedPrompt.ts';

/** A token that the member `by` draws behind `path`. */
interface Pen {
  readonly by: number;
  readonly path: Int32Array;
  /** Bytes at the token's beginning that stood before the cursor. */
  readonly known: number;
  readonly token: DrawnToken;
}

const nothing = new Uint8Array(0);

/** The code point that bytes begin with, null of one that is not whole. Nothing begins nothing. */
function firstCodePoint(bytes: Uint8Array): Uint8Array | null {
  const length = [...bytes.keys()].map((index) => index + 1).find((end) => wholeCodePoints(bytes.subarray(0, end)) === end && goesOnAsUtf8(nothing, bytes.subarray(0, end)));
  return bytes.length === 0 ? nothing : length === undefined ? null : bytes.subarray(0, length);
}

/** Draws tokens of the members, which write by turns. */
class Sampler {
  readonly boundary: SharedBoundary;
  readonly #members: readonly WeightedPrompt[];
  readonly #policy: DecodePolicy;
  readonly #temperature: number;
  readonly #random: Random;
  readonly #limit: Limit;

  constructor(members: readonly WeightedPrompt[], policy: DecodePolicy, { temperature, seed }: SamplingPolicy, limit: Limit) {
    this.boundary = new SharedBoundary(members, policy.heal);
    this.#members = members;
    this.#policy = policy;
    this.#temperature = temperature;
    this.#random = seededRandom(seed);
    this.#limit = limit;
  }

  /** The bytes that a token adds to the text; none of one that ends it. */
  bytesOf({ by, token: { id } }: Pen): Uint8Array {
    return this.#bytes(by, id);
  }

  /** The first token of a member that has something to say; null when a limit is reached or none has. */
  async begin(): Promise<Pen | null> {
    const weights = this.#members.map(({ weight }) => weight);
    for (let by = drawIndex(weights, this.#random); by !== null; by = drawIndex(weights, this.#random)) {
      const start = await this.#limit.within(this.#spelt(by));
      const pen = start === null ? null : await this.#draw(by, start, nothing, () => true);
      if (pen !== null || this.#limit.reason !== null) return pen;
      weights[by] = 0;
    }
    return null;
  }

  /** The next token of the same member; `open` are the bytes of a code point that has begun. */
  goOn(pen: Pen, open: Uint8Array): Promise<Pen | null> {
    return this.#draw(pen.by, { path: concatIds(pen.path, Int32Array.of(pen.token.id)), pending: nothing }, open, () => true);
  }

  /**
   * Whose token comes behind `chunk`, which was written since the last shared boundary, when `pen` is what its writer would go on with. Where that makes the end of the chunk
   * a shared boundary, a member is drawn anew and draws among the tokens of which the same is true, so that nothing is said about what follows but that. Returns `pen`
   * and false where it does not.
   */
  async turn(pen: Pen, chunk: Uint8Array): Promise<{ readonly pen: Pen; readonly turned: boolean }> {
    const known = new Map<string, readonly MemberStart[] | null>();
    const behind = (first: Uint8Array | null): readonly MemberStart[] | null => {
      if (first === null) return null;
      const key = first.join();
      const starts = known.get(key);
      if (starts !== undefined) return starts;
      const found = this.boundary.next(pen.by, pen.path, chunk, first);
      known.set(key, found);
      return found;
    };
    const starts = behind(firstCodePoint(this.bytesOf(pen)));
    if (starts === null) return { pen, turned: false };
    this.boundary.moveTo(starts);
    const by = drawIndex(this.#members.map(({ weight }) => weight), this.#random) ?? pen.by;
    const start = starts[by];
    const other = by === pen.by || start === undefined ? null : await this.#draw(by, start, nothing, (id) => behind(firstCodePoint(this.#bytes(by, id))) !== null);
    return { pen: other ?? pen, turned: true };
  }

  /** Where a member begins to write: with pending bytes of several characters, in the likeliest spelling of them. */
  async #spelt(by: number): Promise<MemberStart | null> {
    const prompt = this.#members[by]?.prompt;
    const start = this.boundary.starts[by];
    if (prompt === undefined || start === undefined || start.pending.length < 2) return start ?? null;
    const cover = await Cover.at(prompt.member, start.path, start.pending, { ...coverPolicies.fast, topK: this.#policy.topK }, this.#limit.signal);
    return cover.standpoint ?? startOf(prompt, false);
  }

  /** A token that goes on as valid UTF-8 and `may` be; null when a limit is reached or there is none. What `may` costs is spent on drawn tokens alone. */
  async #draw(by: number, { path, pending }: MemberStart, open: Uint8Array, may: (id: number) => boolean): Promise<Pen | null> {
    const member = this.#members[by]?.prompt.member;
    if (member === undefined || path.length === 0) return null;
    const { topK } = this.#policy;
    const refused = new Set<number>();
    const counts = (id: number): boolean => {
      const bytes = this.#bytes(by, id);
      return !refused.has(id) && hasAt(bytes, pending, 0) && goesOnAsUtf8(open, bytes.subarray(pending.length));
    };
    const listed = await this.#limit.within(member.next(path, topK, this.#limit.signal));
    if (listed === null) return null;
    let list = { ...listed, ids: listed.ids.subarray(0, topK), p: listed.p.subarray(0, topK) };
    if (pending.length > 0 && !list.ids.some(counts)) {
      const compatible = await this.#limit.within(member.nextWithin(path, pending, this.#limit.signal));
      if (compatible === null) return null;
      list = compatible;
    }
    for (;;) {
      const token = drawToken(list, topK, this.#temperature, counts, this.#random);
      if (token === null || this.#limit.reason !== null) return null;
      if (may(token.id)) return { by, path, known: pending.length, token };
      refused.add(token.id);
    }
  }

  #bytes(by: number, id: number): Uint8Array {
    const vocabulary = this.#members[by]?.prompt.member.vocabulary;
    return vocabulary === undefined || vocabulary.endTokens.has(id) ? nothing : (vocabulary.bytes[id] ?? nothing);
  }
}

/**
 * Samples from the mixture over strings: at each boundary that all members share one of them is drawn, k ~ w, and writes the chunk up to the next such boundary in its own
 * tokens, so that the chunk's probability is Σ_k w_k P_k(chunk), P_k at the given temperature. One forward pass per token, and one more where another member takes over: whether a chunk
 * has ended shows in what its writer would go on with. Each step is a token, with the writer's own probability, before the temperature.
 */
export async function* sampledSteps(members: readonly WeightedPrompt[], policy: DecodePolicy, sampling: SamplingPolicy, limit: Limit): AsyncGenerator<Step, StopReason, undefined> {
  const sampler = new Sampler(members, policy, sampling, limit);
  let open: Uint8Array = nothing;
  let chunk: Uint8Array = nothing;
  for (let next = await sampler.begin(); next !== null;) {
    const { pen, turned } = chunk.length === 0 ? { pen: next, turned: false } : await sampler.turn(next, chunk);
    if (limit.reason !== null) break;
    const token = sampler.bytesOf(pen);
    if (token.length === 0) return 'end-token';
    const bytes = token.subarray(pen.known);
    const probability = pen.known > 0 ? pen.token.p / pen.token.of : pen.token.p;
    yield { bytes, probability, byMember: members.map((_, k) => (k === pen.by ? probability : 0)), writer: pen.by };
    chunk = turned ? bytes : concatBytes(chunk, bytes);
    open = concatBytes(open, bytes);
    open = open.subarray(wholeCodePoints(open));
    next = await sampler.goOn(pen, open);
  }
  return limit.reason ?? 'none';
}
