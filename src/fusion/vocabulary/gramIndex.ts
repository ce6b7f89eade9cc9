/** Grams are runs of one to three units. */
export const MAX_GRAM = 3;

const MAX_BUCKETS = 1 << 21;

/**
 * Which strings contain a gram, and where. Grams are known by bucket, a hash: those that collide share a list, which may so name
 * strings that do not contain the gram and never misses one that does.
 */
export class GramIndex {
  /** Bucket b lists entries #starts[b] … #starts[b + 1] − 1 of the two arrays, by length of the string, then by position. */
  readonly #starts: Int32Array;
  readonly members: Int32Array;
  /** Units of the string before the gram, parallel to `members`. */
  readonly positions: Int32Array;
  readonly #mask: number;

  /** `strings` by ascending length. */
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
    this.#starts = ends.slice();
    this.members = new Int32Array(total);
    this.positions = new Int32Array(total);
    this.#each(strings, (bucket, member, position) => {
      const entry = ends[bucket] ?? 0;
      ends[bucket] = entry + 1;
      this.members[entry] = member;
      this.positions[entry] = position;
    });
  }

  /** The bucket of `length` units of `string` from `start` on. */
  bucket(string: string, start: number, length: number): number {
    let hash = length;
    for (let i = start; i < start + length; i++) hash = extend(hash, string.charCodeAt(i));
    return hash & this.#mask;
  }

  size(bucket: number): number {
    return this.end(bucket) - this.start(bucket);
  }

  start(bucket: number): number {
    return this.#starts[bucket] ?? 0;
  }

  end(bucket: number): number {
    return this.#starts[bucket + 1] ?? 0;
  }

  #each(strings: readonly string[], visit: (bucket: number, member: number, position: number) => void): void {
    for (let first = 0, end = 0; first < strings.length; first = end) {
      const length = strings[first]?.length ?? 0;
      while (end < strings.length && strings[end]?.length === length) end++;
      for (let position = 0; position < length; position++) {
        for (let member = first; member < end; member++) {
          const string = strings[member] ?? '';
          for (let size = 1; size <= MAX_GRAM && position + size <= length; size++) visit(this.bucket(string, position, size), member, position);
        }
      }
    }
  }
}

/** The first index in [low, high) of an ascending run whose value is at least `value`, else `high`. */
export function lowerBound(values: Int32Array, value: number, low: number, high: number): number {
  let [first, end] = [low, high];
  while (first < end) {
    const middle = (first + end) >>> 1;
    if ((values[middle] ?? 0) < value) first = middle + 1;
    else end = middle;
  }
  return first;
}

function gramCount(length: number): number {
  return Math.max(0, MAX_GRAM * length - (MAX_GRAM * (MAX_GRAM - 1)) / 2);
}

function extend(hash: number, unit: number): number {
  const mixed = Math.imul(hash ^ unit, 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
}
