/** Units with a bit of their own; rarer ones share the rest. */
const OWN_BITS = 44;
const BITS = 64;

/** The set of units of each string, folded into 64 bits: a quick lower bound of edit distances. */
export class UnitSets {
  readonly #low: Int32Array;
  readonly #high: Int32Array;
  readonly #bits = new Map<number, number>();

  constructor(strings: readonly string[]) {
    const counts = new Map<number, number>();
    for (const string of strings) {
      for (let i = 0; i < string.length; i++) counts.set(string.charCodeAt(i), (counts.get(string.charCodeAt(i)) ?? 0) + 1);
    }
    const units = [...counts.keys()].sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0));
    units.forEach((unit, index) => this.#bits.set(unit, index < OWN_BITS ? index : OWN_BITS + (index % (BITS - OWN_BITS))));
    this.#low = new Int32Array(strings.length);
    this.#high = new Int32Array(strings.length);
    for (const [index, string] of strings.entries()) [this.#low[index], this.#high[index]] = this.of(string);
  }

  /** Whether any string has this unit. */
  has(unit: number): boolean {
    return this.#bits.has(unit);
  }

  /** A unit that no string has. */
  outsider(): number {
    let unit = 0xffff;
    while (this.has(unit) && unit > 0) unit--;
    return unit;
  }

  /** The set of any string; units that no indexed string has are left out. */
  of(string: string): [low: number, high: number] {
    let low = 0;
    let high = 0;
    for (let i = 0; i < string.length; i++) {
      const bit = this.#bits.get(string.charCodeAt(i));
      if (bit === undefined) continue;
      if (bit < 32) low |= 1 << bit;
      else high |= 1 << (bit - 32);
    }
    return [low, high];
  }

  /** Whether more than `bound` edits are needed between string number `index` and a string with the set (low, high). */
  exceeds(index: number, low: number, high: number, bound: number): boolean {
    const ownLow = this.#low[index] ?? 0;
    const ownHigh = this.#high[index] ?? 0;
    return ones(low & ~ownLow) + ones(high & ~ownHigh) > bound || ones(ownLow & ~low) + ones(ownHigh & ~high) > bound;
  }
}

function ones(word: number): number {
  let count = word - ((word >>> 1) & 0x55555555);
  count = (count & 0x33333333) + ((count >>> 2) & 0x33333333);
  return Math.imul((count + (count >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
