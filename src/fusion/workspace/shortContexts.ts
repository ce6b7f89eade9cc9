/** Bytes that are told apart as contexts: printable ASCII, tab and newline; all others are one class. */
const classes = 98;
const tab = 96;
const newline = 97;
const other = 0;

const classOf = Uint8Array.from({ length: 256 }, (_, byte) => (byte >= 0x20 && byte < 0x7f ? byte - 0x1f : byte === 0x09 ? tab : byte === 0x0a ? newline : other));
const othersCount = 256 - (classes - 1);

/** Equivalent counts of the shorter context for each different byte seen behind a longer one (Witten and Bell's estimate has 1). */
const escape = { one: 0.8, two: 0.8 } as const;

/**
 * Counts of each byte behind the last two bytes and the last one of a text, exact, so that a text can be taken out again. Bytes outside ASCII
 * share one class and are told apart by their counts alone.
 */
export class ShortContexts {
  readonly #two = new Uint32Array(classes ** 3);
  readonly #one = new Uint32Array(classes ** 2);
  /** By byte outside ASCII. */
  readonly #others = new Uint32Array(256);

  get memory(): number {
    return this.#two.byteLength + this.#one.byteLength + this.#others.byteLength;
  }

  /** Counts text[from … end) `by` times, each byte behind those before it; 0 bytes stand between texts: nothing before them counts. */
  count(text: Uint8Array, from: number, end: number, by: 1 | -1): void {
    const two = this.#two;
    const one = this.#one;
    const others = this.#others;
    let before = (text[from - 1] ?? 0) === 0 ? other : (classOf[text[from - 2] ?? 0] ?? 0);
    let last = classOf[text[from - 1] ?? 0] ?? 0;
    for (let at = from; at < end; at += 1) {
      const byte = text[at] ?? 0;
      const symbol = classOf[byte] ?? 0;
      if (byte !== 0) {
        const pair = last * classes + symbol;
        const triple = before * (classes * classes) + pair;
        two[triple] = (two[triple] ?? 0) + by;
        one[pair] = (one[pair] ?? 0) + by;
        if (symbol === other) others[byte] = (others[byte] ?? 0) + by;
      }
      before = byte === 0 ? other : last;
      last = symbol;
    }
  }

  clear(): void {
    this.#two.fill(0);
    this.#one.fill(0);
    this.#others.fill(0);
  }

  /** Sharpens `p`, a positive distribution of the next byte, by what was seen behind `last` and `beforeLast`. Shape of `p` [≥ 256]. */
  refine(p: Float64Array, beforeLast: number, last: number): void {
    const prior = new Float64Array(classes);
    let others = 0;
    for (let byte = 0; byte < 256; byte += 1) {
      const symbol = classOf[byte] ?? 0;
      prior[symbol] = (prior[symbol] ?? 0) + (p[byte] ?? 0);
      others += this.#others[byte] ?? 0;
    }
    const refined = prior.slice();
    const one = (classOf[last] ?? 0) * classes;
    blend(refined, this.#one, one, escape.one);
    blend(refined, this.#two, (classOf[beforeLast] ?? 0) * classes * classes + one, escape.two);
    for (let byte = 0; byte < 256; byte += 1) {
      const symbol = classOf[byte] ?? 0;
      const known = (p[byte] ?? 0) / (prior[symbol] ?? 1);
      const share = symbol === other ? ((this.#others[byte] ?? 0) + othersCount * known) / (others + othersCount) : known;
      p[byte] = (refined[symbol] ?? 0) * share;
    }
  }
}

/** p ← (counts + k p) / (Σ counts + k), with k the number of different symbols among the counts times `strength`. */
function blend(p: Float64Array, counts: Uint32Array, from: number, strength: number): void {
  let total = 0;
  let different = 0;
  for (let symbol = 0; symbol < p.length; symbol += 1) {
    const count = counts[from + symbol] ?? 0;
    total += count;
    if (count > 0) different += 1;
  }
  if (total === 0) return;
  const k = different * strength;
  for (let symbol = 0; symbol < p.length; symbol += 1) p[symbol] = ((counts[from + symbol] ?? 0) + k * (p[symbol] ?? 0)) / (total + k);
}
