import type { Distribution } from '../member.ts';
import type { Vocabulary } from '../vocabulary/vocabulary.ts';
import { ByteOrder, compatibleRanges, countOf, narrow, startingWith, type Range } from './byteOrder.ts';

/** Number of next symbols: the 256 bytes and the end. */
export const symbols = 257;
export const endSymbol = 256;

/**
 * A next-token distribution as byte strings. Tokens with a common prefix are a range of the listed tokens in byte order, so its mass is a difference of
 * cumulative sums, m(u) = C[hi] − C[lo]. Tokens that add no bytes (end of generation, control tokens) are the end.
 */
export class PrefixView {
  /** Mass of the end. */
  readonly end: number;
  /** Mass of tokens that are not listed. */
  readonly tail: number;
  /** Mass that the denominator of the probabilities may have left out. */
  readonly beyond: number;
  /** All listed tokens that add bytes. */
  readonly whole: Range;
  readonly #order: ByteOrder;
  readonly #largestUnlisted: number;
  readonly #bytes: readonly Uint8Array[];
  readonly #ids: Int32Array;
  readonly #cumulative: Float64Array;

  constructor({ ids, p, tail, largestUnlisted = 1, beyond = 0 }: Distribution, vocabulary: Vocabulary) {
    this.#order = ByteOrder.of(vocabulary);
    this.#largestUnlisted = largestUnlisted;
    const { rank } = this.#order;
    // Rank and index in one number: typed arrays sort numbers without calling back.
    const places = new Float64Array(ids.length);
    let size = 0;
    let end = 0;
    ids.forEach((id, index) => {
      const place = rank[id] ?? -1;
      if (place < 0) end += p[index] ?? 0;
      else places[size++] = place * ids.length + index;
    });
    const sorted = places.subarray(0, size).sort();
    this.#bytes = vocabulary.bytes;
    this.#ids = new Int32Array(size);
    this.#cumulative = new Float64Array(size + 1);
    sorted.forEach((key, place) => {
      const index = key % ids.length;
      this.#ids[place] = ids[index] ?? 0;
      this.#cumulative[place + 1] = (this.#cumulative[place] ?? 0) + (p[index] ?? 0);
    });
    this.end = end;
    this.tail = tail;
    this.beyond = beyond;
    this.whole = { lo: 0, hi: size };
  }

  /** Whether the member's figures are numbers. */
  get usable(): boolean {
    return Number.isFinite(this.end + this.tail + (this.#cumulative.at(-1) ?? 0));
  }

  mass({ lo, hi }: Range): number {
    return (this.#cumulative[hi] ?? 0) - (this.#cumulative[lo] ?? 0);
  }

  /** Upper bound of the mass of tokens that are not listed and can stand where `pending` is still to be spelt: there may be few of them, and none is likely. */
  unlisted(pending: Uint8Array): number {
    if (this.tail === 0) return 0;
    const tokens = this.#order.compatibleCount(pending) - countOf(compatibleRanges(this.#bytes, this.#ids, pending));
    return Math.min(this.tail, tokens * this.#largestUnlisted);
  }

  /** See `narrow` in byteOrder.ts. */
  narrow(range: Range, depth: number, byte: number | null): Range {
    return narrow(this.#bytes, this.#ids, range, depth, byte);
  }

  /** Listed tokens that begin with `prefix`. */
  startingWith(prefix: Uint8Array): Range {
    return startingWith(this.#bytes, this.#ids, prefix);
  }

  /** Listed tokens that are a true beginning of `text`, the shortest first. */
  *beginnings(text: Uint8Array): Generator<{ readonly id: number; readonly p: number; readonly length: number }, undefined, undefined> {
    let range = this.whole;
    for (let depth = 1; depth < text.length; depth += 1) {
      range = this.narrow(range, depth - 1, text[depth - 1] ?? null);
      for (const token of this.tokens(this.narrow(range, depth, null))) yield { ...token, length: depth };
    }
  }

  /** The tokens of a range, one by one. */
  *tokens({ lo, hi }: Range): Generator<{ readonly id: number; readonly p: number }, undefined, undefined> {
    for (let place = lo; place < hi; place += 1) yield { id: this.#ids[place] ?? 0, p: this.mass({ lo: place, hi: place + 1 }) };
  }

  /** Adds `scale` times the mass of each next byte of a range whose tokens are alike in their first `depth` bytes. Shape of `into` [symbols]. */
  addNextBytes({ lo, hi }: Range, depth: number, scale: number, into: Float64Array): void {
    for (let place = lo; place < hi;) {
      const byte = this.#bytes[this.#ids[place] ?? 0]?.[depth] ?? null;
      const next = this.narrow({ lo: place, hi }, depth, byte);
      if (byte !== null) into[byte] = (into[byte] ?? 0) + scale * this.mass(next);
      place = next.hi;
    }
  }
}
