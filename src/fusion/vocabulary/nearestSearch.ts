import levenshtein from 'fast-levenshtein';
import { lowerBound } from './gramIndex.ts';
import { RareGrams } from './rareGrams.ts';
import type { StringIndex } from './stringIndex.ts';

export interface Nearest {
  /** Place in the list of strings. */
  readonly place: number;
  readonly distance: number;
}

/** Beyond this many edits grams tell little. */
const MAX_GRAM_DISTANCE = 256;

/** Lists up to this length are not worth narrowing. */
const SHORT_LIST = 32;

/** Strings looked at in list order before asking whether one was found. */
const RUN = 64;

/**
 * Finds what measuring every string would find, measuring few. The distance grows from its lower bound until a string at that
 * distance turns up: only strings of fitting length that contain one of the query's rarest disjoint grams at a fitting place (see
 * RareGrams), that consist of fitting units and that pass the bounded check can be that near and are measured.
 */
export class NearestSearch {
  readonly #index: StringIndex;
  readonly #allRanks: Int32Array;
  /** Ranks that passed the first filter. */
  readonly #kept: Int32Array;
  /** Number of the last attempt (one query, one distance) that measured the string of each rank. */
  readonly #measured: Int32Array;
  #attempt = 0;
  #query = '';
  /** Place of the first string at the distance tried, as far as looked. */
  #place = Infinity;

  constructor(index: StringIndex) {
    this.#index = index;
    this.#allRanks = Int32Array.from(index.strings.keys());
    this.#kept = new Int32Array(index.strings.length);
    this.#measured = new Int32Array(index.strings.length);
  }

  find(query: string): Nearest {
    this.#query = query;
    this.#place = Infinity;
    this.#index.sets.setQuery(query);
    this.#index.distances.setQuery(query);
    const grams = new RareGrams(query, this.#index.grams);
    let distance = Math.max(0, query.length - this.#index.longest, this.#index.shortest - query.length);
    for (; ; distance++) {
      this.#attempt++;
      if (distance >= Math.min(query.length, MAX_GRAM_DISTANCE)) this.#lookInOrder(distance);
      else this.#lookByGrams(distance, grams);
      if (this.#place < Infinity) return { place: this.#place, distance };
    }
  }

  /** Looks at least at all strings that are `distance` edits away, given that none is nearer. */
  #lookByGrams(distance: number, grams: RareGrams): void {
    const size = this.#query.length;
    const shortest = Math.max(size - distance, 1);
    const longest = Math.min(size + distance, this.#index.longest);
    const first = this.#index.firstRank(shortest);
    const end = this.#index.firstRank(longest + 1);
    if (grams.cost(distance + 1) > end - first) {
      this.#look(this.#allRanks, first, end, distance);
      return;
    }
    const { members, positions } = this.#index.grams;
    for (const { bucket, position, before, after } of grams.pick(distance)) {
      const last = this.#index.grams.end(bucket);
      let entry = this.#index.grams.start(bucket);
      if (last - entry <= SHORT_LIST) {
        this.#look(members, entry, last, distance);
        continue;
      }
      entry = lowerBound(members, first, entry, last);
      for (let length = shortest; length <= longest && entry < last; length++) {
        const endOfLength = lowerBound(members, this.#index.firstRank(length + 1), entry, last);
        const most = position + Math.min(before, length - size + after);
        const least = position + Math.max(-before, length - size - after);
        const start = lowerBound(positions, least, entry, endOfLength);
        this.#look(members, start, lowerBound(positions, most + 1, start, endOfLength), distance);
        entry = endOfLength;
      }
    }
  }

  /** Looks at the strings in the order of the list until one is `distance` edits away. */
  #lookInOrder(distance: number): void {
    const { ranks } = this.#index;
    for (let place = 0; place < ranks.length && this.#place === Infinity; place += RUN) {
      this.#look(ranks, place, Math.min(place + RUN, ranks.length), distance);
    }
  }

  /** Looks at the strings of the ranks list[first] … list[end − 1]. */
  #look(list: Int32Array, first: number, end: number, distance: number): void {
    const { sets, distances, places, strings } = this.#index;
    const count = sets.keep(list, first, end, distance, this.#kept);
    for (let i = 0; i < count; i++) {
      const rank = this.#kept[i] ?? 0;
      const place = places[rank] ?? 0;
      if (place > this.#place || this.#measured[rank] === this.#attempt) continue;
      this.#measured[rank] = this.#attempt;
      if (!distances.exceeds(rank, distance) && levenshtein.get(this.#query, strings[rank] ?? '') <= distance) this.#place = place;
    }
  }
}
