import levenshtein from 'fast-levenshtein';
import { RareGrams } from './rareGrams.ts';
import type { StringIndex } from './stringIndex.ts';

export interface Nearest {
  /** Place in the list of strings. */
  readonly place: number;
  readonly distance: number;
}

/** Beyond this many edits grams tell little, and looking at every string is cheaper. */
const MAX_GRAM_BOUND = 24;

/**
 * Finds what measuring every string would find, measuring few. A bound on the distance grows from 0 until a string within it turns
 * up: only strings of fitting length that contain one of the query's rarest disjoint grams at a fitting place (see RareGrams), and
 * whose units fit, can be within the bound.
 */
export class NearestSearch {
  readonly #index: StringIndex;
  /** Number of the last query that measured the string at each rank. */
  readonly #measuredBy: Int32Array;
  #queries = 0;
  #query = '';
  #low = 0;
  #high = 0;
  /** No string is nearer than this. */
  #floor = 0;
  /** The nearest string measured so far. */
  #place = -1;
  #distance = Infinity;

  constructor(index: StringIndex) {
    this.#index = index;
    this.#measuredBy = new Int32Array(index.strings.length);
  }

  find(query: string): Nearest {
    this.#queries++;
    this.#query = query;
    [this.#low, this.#high] = this.#index.sets.of(query);
    this.#place = -1;
    this.#distance = Infinity;
    const grams = new RareGrams(query, this.#index.grams);
    const bounds = Math.min(query.length, MAX_GRAM_BOUND);
    for (this.#floor = Math.max(0, query.length - this.#index.longest); this.#floor < bounds; this.#floor++) {
      this.#measureFloor(grams);
      if (this.#distance === this.#floor) return { place: this.#place, distance: this.#distance };
    }
    this.#measureInOrder();
    return { place: this.#place, distance: this.#distance };
  }

  /** Measures at least all strings that are exactly as far as the floor. */
  #measureFloor(grams: RareGrams): void {
    const bound = this.#floor;
    const first = this.#index.firstRank(this.#query.length - bound);
    const end = this.#index.firstRank(this.#query.length + bound + 1);
    if (grams.cost(bound + 1) > end - first) {
      for (let rank = first; rank < end; rank++) this.#consider(rank, bound);
      return;
    }
    const { strings, grams: lists } = this.#index;
    const { ranks, positions } = lists;
    for (const { bucket, position } of grams.pick(bound + 1)) {
      const after = this.#query.length - position;
      const last = lists.end(bucket);
      for (let posting = lists.from(bucket, first); posting < last; posting++) {
        const rank = ranks[posting] ?? 0;
        if (rank >= end) break;
        const at = positions[posting] ?? 0;
        const afterAt = (strings[rank]?.length ?? 0) - at;
        if (Math.abs(at - position) + Math.abs(afterAt - after) <= bound) this.#consider(rank, bound);
      }
    }
  }

  /** Measures in the order of the list until one is at the floor. */
  #measureInOrder(): void {
    const { ranks, strings } = this.#index;
    for (let place = 0; place < ranks.length; place++) {
      if (this.#settled(place)) return;
      const rank = ranks[place] ?? 0;
      const difference = Math.abs((strings[rank]?.length ?? 0) - this.#query.length);
      if (difference <= this.#distance) this.#consider(rank, this.#distance);
    }
  }

  /** Whether the nearest string so far cannot lose to one at `place`. */
  #settled(place: number): boolean {
    return this.#distance === this.#floor && this.#place < place;
  }

  #consider(rank: number, bound: number): void {
    if (this.#measuredBy[rank] === this.#queries || this.#index.sets.exceeds(rank, this.#low, this.#high, bound)) return;
    this.#measuredBy[rank] = this.#queries;
    const place = this.#index.places[rank] ?? 0;
    if (this.#settled(place)) return;
    const distance = levenshtein.get(this.#query, this.#index.strings[rank] ?? '');
    if (distance < this.#distance || (distance === this.#distance && place < this.#place)) {
      this.#distance = distance;
      this.#place = place;
    }
  }
}
