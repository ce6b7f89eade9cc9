import { concatIds } from '../bytes.ts';
import type { Vocabulary } from '../vocabulary/vocabulary.ts';

/** A stretch [lo … hi) of tokens in byte order. */
export interface Range {
  readonly lo: number;
  readonly hi: number;
}

/** Bytes of a token that go into its numeric sort key; more would not fit a double exactly. */
const keyBytes = 6;

const made = new WeakMap<Vocabulary, ByteOrder>();

/** The tokens of a vocabulary that add bytes to the text, sorted by these bytes: tokens with a common prefix stand together, the shortest first. */
export class ByteOrder {
  readonly #bytes: readonly Uint8Array[];
  /** Token ids in byte order; tokens of equal bytes by id. */
  readonly ids: Int32Array;
  /** Place in `ids` by token id, −1 for a token without bytes. */
  readonly rank: Int32Array;

  private constructor(bytes: readonly Uint8Array[]) {
    this.#bytes = bytes;
    const keys = Float64Array.from(bytes, sortKey);
    this.ids = Int32Array.from(bytes.keys()).filter((id) => (bytes[id]?.length ?? 0) > 0);
    this.ids.sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0) || compareBytes(bytes[a], bytes[b]) || a - b);
    this.rank = new Int32Array(bytes.length).fill(-1);
    this.ids.forEach((id, place) => {
      this.rank[id] = place;
    });
  }

  /** Built once per vocabulary: about a second for 262,144 tokens. */
  static of(vocabulary: Vocabulary): ByteOrder {
    const known = made.get(vocabulary);
    if (known !== undefined) return known;
    const order = new ByteOrder(vocabulary.bytes);
    made.set(vocabulary, order);
    return order;
  }

  /** Tokens that can stand where `pending` is still to be spelt: they spell its beginning, or all of it and more. */
  compatible(pending: Uint8Array): Int32Array {
    return concatIds(...compatibleRanges(this.#bytes, this.ids, pending).map(({ lo, hi }) => this.ids.subarray(lo, hi)));
  }

  /** How many tokens that is. */
  compatibleCount(pending: Uint8Array): number {
    return countOf(compatibleRanges(this.#bytes, this.ids, pending));
  }

  /** Whether a token begins with all of `prefix` and adds to it. */
  goesOn(prefix: Uint8Array): boolean {
    const range = startingWith(this.#bytes, this.ids, prefix);
    return range.hi > narrow(this.#bytes, this.ids, range, prefix.length, null).hi;
  }
}

/** Where the tokens of `ids` (in byte order) stand that spell a beginning of `pending`, the shortest first, and those that spell all of it or more. */
export function compatibleRanges(bytes: readonly Uint8Array[], ids: Int32Array, pending: Uint8Array): readonly Range[] {
  let range: Range = { lo: 0, hi: ids.length };
  const ranges: Range[] = [];
  for (const [depth, byte] of pending.entries()) {
    if (depth > 0) ranges.push(narrow(bytes, ids, range, depth, null));
    range = narrow(bytes, ids, range, depth, byte);
  }
  return [...ranges, range];
}

/** Where the tokens of `ids` (in byte order) stand that begin with all of `prefix`. */
export function startingWith(bytes: readonly Uint8Array[], ids: Int32Array, prefix: Uint8Array): Range {
  return prefix.reduce<Range>((range, byte, depth) => narrow(bytes, ids, range, depth, byte), { lo: 0, hi: ids.length });
}

export function countOf(ranges: readonly Range[]): number {
  return ranges.reduce((sum, { lo, hi }) => sum + hi - lo, 0);
}

/**
 * The tokens within `range` of `ids` (in byte order, alike in their first `depth` bytes) whose next byte is `byte`; `null` stands for those that
 * have no further byte. Binary search.
 */
export function narrow(bytes: readonly Uint8Array[], ids: Int32Array, { lo, hi }: Range, depth: number, byte: number | null): Range {
  const key = byte ?? -1;
  const first = firstAt(bytes, ids, lo, hi, depth, key);
  return { lo: first, hi: firstAt(bytes, ids, first, hi, depth, key + 1) };
}

/** The first place in [lo … hi) of a token whose byte at `depth` is `key` at least. */
function firstAt(bytes: readonly Uint8Array[], ids: Int32Array, lo: number, hi: number, depth: number, key: number): number {
  let low = lo;
  let high = hi;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((bytes[ids[middle] ?? -1]?.[depth] ?? -1) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Orders as the first bytes do; equal for tokens that agree in them. */
function sortKey(bytes: Uint8Array): number {
  let key = 0;
  for (let index = 0; index < keyBytes; index += 1) key = key * 257 + (bytes[index] ?? -1) + 1;
  return key;
}

function compareBytes(a: Uint8Array = new Uint8Array(0), b: Uint8Array = new Uint8Array(0)): number {
  const shared = Math.min(a.length, b.length);
  for (let index = keyBytes; index < shared; index += 1) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
