/** Elements with a bit of their own; rarer ones share the rest. */
const OWN_BITS = 48;
const BITS = 64;
/** Occurrences of a unit in one string that are told apart. */
const MAX_OCCURRENCE = 8;

/**
 * The multiset of units of each string, folded into 64 bits: one element for the first occurrence of a unit, another for the
 * second, and so on. Each edit removes at most one element and adds at most one, so the elements that only one of two strings has
 * bound their edit distance from below.
 */
export class UnitSets {
  /** Two words for each string. */
  readonly #words: Int32Array;
  readonly #bits: ReadonlyMap<number, number>;
  readonly #occurrences = new Uint8Array(0x10000);
  #low = 0;
  #high = 0;

  constructor(strings: readonly string[]) {
    const counts = new Map<number, number>();
    for (const string of strings) this.#visit(string, (element) => counts.set(element, (counts.get(element) ?? 0) + 1));
    const elements = [...counts].sort(([, a], [, b]) => b - a);
    this.#bits = new Map(elements.map(([element], rank) => [element, rank < OWN_BITS ? rank : OWN_BITS + (rank % (BITS - OWN_BITS))]));
    this.#words = new Int32Array(2 * strings.length);
    for (const [index, string] of strings.entries()) {
      this.setQuery(string);
      this.#words[2 * index] = this.#low;
      this.#words[2 * index + 1] = this.#high;
    }
  }

  /** Whether any string has this unit. */
  has(unit: number): boolean {
    return this.#bits.has(unit * MAX_OCCURRENCE);
  }

  /** A unit that no string has. */
  outsider(): number {
    let unit = 0xffff;
    while (this.has(unit) && unit > 0) unit--;
    return unit;
  }

  /** Chooses the query that `exceeds` is about. */
  setQuery(query: string): void {
    this.#low = 0;
    this.#high = 0;
    this.#visit(query, (element) => {
      const bit = this.#bits.get(element);
      if (bit === undefined) return;
      if (bit < 32) this.#low |= 1 << bit;
      else this.#high |= 1 << (bit - 32);
    });
  }

  /** Whether the query is certainly more than `bound` edits away from string `index`. */
  exceeds(index: number, bound: number): boolean {
    const low = this.#words[2 * index] ?? 0;
    const high = this.#words[2 * index + 1] ?? 0;
    return ones(this.#low & ~low) + ones(this.#high & ~high) > bound || ones(low & ~this.#low) + ones(high & ~this.#high) > bound;
  }

  #visit(string: string, element: (element: number) => void): void {
    for (let i = 0; i < string.length; i++) {
      const unit = string.charCodeAt(i);
      const occurrence = this.#occurrences[unit] ?? 0;
      if (occurrence === MAX_OCCURRENCE) continue;
      element(unit * MAX_OCCURRENCE + occurrence);
      this.#occurrences[unit] = occurrence + 1;
    }
    for (let i = 0; i < string.length; i++) this.#occurrences[string.charCodeAt(i)] = 0;
  }
}

function ones(word: number): number {
  let count = word - ((word >>> 1) & 0x55555555);
  count = (count & 0x33333333) + ((count >>> 2) & 0x33333333);
  return Math.imul((count + (count >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
