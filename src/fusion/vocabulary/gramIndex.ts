/** Grams are runs of one to three units. */
export const MAX_GRAM = 3;

const MAX_BUCKETS = 1 << 21;

/**
 * Which strings contain a gram, and where. Strings are known by rank, their place after sorting by length, so that the strings of
 * a range of lengths are a range of each list. Grams share a list when their hashes collide: a list may name strings that do not
 * contain the gram, and never misses one that does.
 */
export class GramIndex {
  /** Postings of bucket b are starts[b] … starts[b + 1] − 1, ascending by rank. */
  readonly starts: Int32Array;
  readonly ranks: Int32Array;
  /** Where in the string the gram begins, parallel to `ranks`. */
  readonly positions: Int32Array;
  readonly #mask: number;

  /** `strings` by rank. */
  constructor(strings: readonly string[]) {
    const grams = strings.reduce((sum, string) => sum + gramCount(string.length), 0);
    let buckets = 1 << 10;
    while (buckets < grams && buckets < MAX_BUCKETS) buckets *= 2;
    this.#mask = buckets - 1;
    const ends = new Int32Array(buckets + 1);
    this.#each(strings, (bucket) => {
      ends[bucket] = (ends[bucket] ?? 0) + 1;
    });
    let total = 0;
    for (let bucket = 0; bucket <= buckets; bucket++) {
      const size = ends[bucket] ?? 0;
      ends[bucket] = total;
      total += size;
    }
    this.starts = ends.slice();
    this.ranks = new Int32Array(total);
    this.positions = new Int32Array(total);
    this.#each(strings, (bucket, rank, position) => {
      const slot = ends[bucket] ?? 0;
      ends[bucket] = slot + 1;
      this.ranks[slot] = rank;
      this.positions[slot] = position;
    });
  }

  /** The bucket of `length` units of `string` from `start` on. */
  bucket(string: string, start: number, length: number): number {
    let hash = length;
    for (let i = start; i < start + length; i++) hash = extend(hash, string.charCodeAt(i));
    return hash & this.#mask;
  }

  size(bucket: number): number {
    return (this.starts[bucket + 1] ?? 0) - (this.starts[bucket] ?? 0);
  }

  end(bucket: number): number {
    return this.starts[bucket + 1] ?? 0;
  }

  /** The first posting of a bucket whose rank is at least `rank`, or the end of its list. */
  from(bucket: number, rank: number): number {
    let low = this.starts[bucket] ?? 0;
    let high = this.starts[bucket + 1] ?? low;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.ranks[middle] ?? 0) < rank) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #each(strings: readonly string[], visit: (bucket: number, rank: number, position: number) => void): void {
    for (const [rank, string] of strings.entries()) {
      for (let position = 0; position < string.length; position++) {
        const last = Math.min(MAX_GRAM, string.length - position);
        for (let length = 1; length <= last; length++) visit(this.bucket(string, position, length), rank, position);
      }
    }
  }
}

function gramCount(length: number): number {
  return Math.max(0, MAX_GRAM * length - (MAX_GRAM * (MAX_GRAM - 1)) / 2);
}

function extend(hash: number, unit: number): number {
  const mixed = Math.imul(hash ^ unit, 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
}
