const WORD = 32;
const UNITS = 0x10000;

/**
 * Tells quickly whether strings are within some edits of one query, in a few machine operations per unit: a column of the
 * edit-distance matrix is two bit vectors of vertical differences (Myers 1999, in Hyyrö's form).
 */
export class BoundedDistance {
  /** The strings' units one after another; string i is #units[#starts[i]] … #units[#starts[i + 1] − 1]. */
  readonly #units: Uint16Array;
  readonly #starts: Int32Array;
  /** Bit i of #matches[u]: unit i of the query is u. */
  readonly #matches = new Int32Array(UNITS);
  #query = '';

  constructor(strings: readonly string[]) {
    this.#starts = new Int32Array(strings.length + 1);
    this.#units = new Uint16Array(strings.reduce((sum, string) => sum + string.length, 0));
    let next = 0;
    for (const [index, string] of strings.entries()) {
      for (let i = 0; i < string.length; i++) this.#units[next++] = string.charCodeAt(i);
      this.#starts[index + 1] = next;
    }
  }

  /** Chooses the query that `exceeds` is about. */
  setQuery(query: string): void {
    for (let i = 0; i < this.#query.length; i++) this.#matches[this.#query.charCodeAt(i)] = 0;
    for (let i = 0; i < query.length && i < WORD; i++) {
      const unit = query.charCodeAt(i);
      this.#matches[unit] = (this.#matches[unit] ?? 0) | (1 << i);
    }
    this.#query = query;
  }

  /** Whether the query is certainly more than `bound` edits away from string `index`; never certain of queries over 32 units. */
  exceeds(index: number, bound: number): boolean {
    const size = this.#query.length;
    if (size === 0 || size > WORD) return false;
    const units = this.#units;
    const matches = this.#matches;
    const last = 1 << (size - 1);
    const end = this.#starts[index + 1] ?? 0;
    let increases = -1;
    let decreases = 0;
    let distance = size;
    for (let i = this.#starts[index] ?? 0; i < end; i++) {
      const match = matches[units[i] ?? 0] ?? 0;
      const vertical = match | decreases;
      const horizontal = (((match & increases) + increases) ^ increases) | match;
      let up = decreases | ~(horizontal | increases);
      let down = increases & horizontal;
      if ((up & last) !== 0) distance++;
      else if ((down & last) !== 0) distance--;
      if (distance - (end - i - 1) > bound) return true;
      up = (up << 1) | 1;
      down <<= 1;
      increases = down | ~(vertical | up);
      decreases = up & vertical;
    }
    return distance > bound;
  }
}
