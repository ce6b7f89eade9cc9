/** Elements with a bit of their own; rarer ones share the rest. */
const OWN_BITS = 72;
const BITS = 96;
/** Occurrences of a unit in one string that are told apart. */
const MAX_OCCURRENCE = 8;

/**
 * The multiset of units of each string, folded into 96 bits: one element for the first occurrence of a unit, another for the
 * second, and so on. An edit removes at most one element and adds at most one, so the elements that only one of two strings has
 * bound their edit distance from below.
 */
export class UnitSets {
  /** Four words for each string: its bits, and how many are set. */
  readonly #records: Int32Array;
  readonly #bits: ReadonlyMap<number, number>;
  readonly #occurrences = new Uint8Array(0x10000);
  /** The record of the query. */
  #a = 0;
  #b = 0;
  #c = 0;
  #size = 0;

  constructor(strings: readonly string[]) {
    const counts = new Map<number, number>();
    for (const string of strings) this.#visit(string, (element) => counts.set(element, (counts.get(element) ?? 0) + 1));
    const elements = [...counts].sort(([, a], [, b]) => b - a);
    this.#bits = new Map(elements.map(([element], rank) => [element, rank < OWN_BITS ? rank : OWN_BITS + (rank % (BITS - OWN_BITS))]));
    this.#records = new Int32Array(4 * strings.length);
    for (const [index, string] of strings.entries()) {
      this.setQuery(string);
      this.#records.set([this.#a, this.#b, this.#c, this.#size], 4 * index);
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

  /** Chooses the query that `keep` is about. */
  setQuery(query: string): void {
    const words = [0, 0, 0];
    this.#visit(query, (element) => {
      const bit = this.#bits.get(element);
      if (bit !== undefined) words[bit >> 5] = (words[bit >> 5] ?? 0) | (1 << (bit & 31));
    });
    [this.#a = 0, this.#b = 0, this.#c = 0] = words;
    this.#size = ones(this.#a, this.#b, this.#c);
  }

  /**
   * Copies the strings of list[first] … list[end − 1] that may be within `bound` edits of the query to the start of `kept`, which must
   * have room for all, and returns their number.
   */
  keep(list: Int32Array, first: number, end: number, bound: number, kept: Int32Array): number {
    const records = this.#records;
    const [a, b, c] = [this.#a, this.#b, this.#c];
    const most = bound + this.#size;
    let count = 0;
    for (let i = first; i < end; i++) {
      const index = list[i] ?? 0;
      const record = 4 * index;
      const missing = ones(a & ~(records[record] ?? 0), b & ~(records[record + 1] ?? 0), c & ~(records[record + 2] ?? 0));
      if (missing <= bound && missing + (records[record + 3] ?? 0) <= most) kept[count++] = index;
    }
    return count;
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

/** Set bits of three words together. */
function ones(a: number, b: number, c: number): number {
  const fours = nibbles(a) + nibbles(b) + nibbles(c);
  return Math.imul((fours & 0x0f0f0f0f) + ((fours >>> 4) & 0x0f0f0f0f), 0x01010101) >>> 24;
}

/** Set bits of each half byte, in that half byte. */
function nibbles(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  return (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
}
