import { MAX_GRAM, type GramIndex } from './gramIndex.ts';

export interface Gram {
  readonly bucket: number;
  readonly position: number;
  /** Most edits before and from the gram on. */
  readonly before: number;
  readonly after: number;
}

/**
 * The cheapest disjoint grams of one string, for growing numbers of grams. An edit spoils at most one of several disjoint grams, so
 * any string within k edits contains one of k + 1 grams unchanged. More precisely it contains some gram number i (from 0) with at
 * most i edits before and at most k − i after it: of the running sums of edits per gram minus the number of grams, which
 * end below 0 and fall by at most 1 a gram, take the first that falls below 0 (PassJoin's multi-match argument, Li et al. 2011).
 */
export class RareGrams {
  readonly #string: string;
  readonly #index: GramIndex;
  /** buckets[MAX_GRAM · p + g − 1]: the gram of length g that begins at p. */
  readonly #buckets: Int32Array;
  /** Row r, entry p: the smallest number of postings of r disjoint grams within the first p units. */
  readonly #rows: Float64Array[];
  /** Row r, entry p: the length of the last of those grams if it ends at p, 0 if p is left out. */
  readonly #lengths: Uint8Array[];

  constructor(string: string, index: GramIndex) {
    this.#string = string;
    this.#index = index;
    const size = string.length + 1;
    this.#rows = [new Float64Array(size)];
    this.#lengths = [new Uint8Array(size)];
    this.#buckets = new Int32Array(MAX_GRAM * string.length);
    for (let p = 0; p < string.length; p++) {
      for (let g = 1; g <= MAX_GRAM && p + g <= string.length; g++) this.#buckets[MAX_GRAM * p + g - 1] = index.bucket(string, p, g);
    }
  }

  /** Postings of the cheapest `count` disjoint grams together; Infinity when the string is too short. */
  cost(count: number): number {
    while (this.#rows.length <= count) this.#addRow();
    return this.#rows[count]?.[this.#string.length] ?? Infinity;
  }

  /** The cheapest grams one of which is in every string within `edits` edits, after `cost(edits + 1)` was finite. */
  pick(edits: number): readonly Gram[] {
    const grams: Gram[] = [];
    let p = this.#string.length;
    for (let before = edits; before >= 0; ) {
      const length = this.#lengths[before + 1]?.[p] ?? 0;
      if (length === 0) p--;
      else {
        p -= length;
        grams.push({ bucket: this.#bucket(p, length), position: p, before, after: edits - before });
        before--;
      }
    }
    return grams;
  }

  #bucket(position: number, length: number): number {
    return this.#buckets[MAX_GRAM * position + length - 1] ?? 0;
  }

  #addRow(): void {
    const before = this.#rows[this.#rows.length - 1] ?? new Float64Array(0);
    const row = new Float64Array(before.length).fill(Infinity);
    const lengths = new Uint8Array(before.length);
    for (let p = 1; p < row.length; p++) {
      let best = row[p - 1] ?? Infinity;
      for (let g = 1; g <= MAX_GRAM && g <= p; g++) {
        const cost = (before[p - g] ?? Infinity) + this.#index.size(this.#bucket(p - g, g));
        if (cost < best) {
          best = cost;
          lengths[p] = g;
        }
      }
      row[p] = best;
    }
    this.#rows.push(row);
    this.#lengths.push(lengths);
  }
}
