import { BoundedDistance } from './boundedDistance.ts';
import { GramIndex } from './gramIndex.ts';
import { UnitSets } from './unitSets.ts';

/** A list of strings by length: their ranks, the grams they contain and the units they consist of. */
export class StringIndex {
  /** The strings by rank: shorter ones first, equally long ones in the order of the list. */
  readonly strings: readonly string[];
  /** Place in the list of the string at each rank. */
  readonly places: Int32Array;
  /** Rank of the string at each place in the list. */
  readonly ranks: Int32Array;
  readonly grams: GramIndex;
  readonly sets: UnitSets;
  readonly distances: BoundedDistance;
  readonly shortest: number;
  readonly longest: number;
  /** #firstRanks[l]: the first rank whose string has at least l units. */
  readonly #firstRanks: Int32Array;

  constructor(list: readonly string[]) {
    const length = (place: number): number => list[place]?.length ?? 0;
    this.places = Int32Array.from(list.keys()).sort((a, b) => length(a) - length(b) || a - b);
    this.strings = Array.from(this.places, (place) => list[place] ?? '');
    this.ranks = new Int32Array(list.length);
    for (const [rank, place] of this.places.entries()) this.ranks[place] = rank;
    this.shortest = this.strings[0]?.length ?? 0;
    this.longest = this.strings.at(-1)?.length ?? 0;
    this.#firstRanks = new Int32Array(this.longest + 1);
    let reached = 0;
    for (const [rank, string] of this.strings.entries()) {
      while (reached <= string.length) this.#firstRanks[reached++] = rank;
    }
    this.grams = new GramIndex(this.strings);
    this.sets = new UnitSets(this.strings);
    this.distances = new BoundedDistance(this.strings);
  }

  /** The first rank whose string has at least `length` units; the number of strings when there is none. */
  firstRank(length: number): number {
    return this.#firstRanks[Math.max(0, length)] ?? this.strings.length;
  }
}
