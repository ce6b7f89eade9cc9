/** Marks the end of a chain. */
const none = -1;

/**
 * Where contexts have stood in a growing text: all positions behind the same last `order` bytes form a chain, the latest first. One number per byte, so
 * that a large text costs little more than itself; how much more than `order` bytes agree is looked up in the text.
 */
export class ContextChains {
  readonly #text: Uint8Array;
  readonly #order: number;
  readonly #shift: number;
  readonly #heads: Int32Array;
  readonly #previous: Int32Array;
  #length = 0;

  /** `text` may be filled later; its capacity is that of the chains. 2^`headBits` chains, `order` 3 to 6 bytes. */
  constructor(text: Uint8Array, order: number, headBits: number) {
    this.#text = text;
    this.#order = order;
    this.#shift = 32 - headBits;
    this.#heads = new Int32Array(2 ** headBits).fill(none);
    this.#previous = new Int32Array(text.length);
  }

  /** Bytes of the text whose positions are known. */
  get length(): number {
    return this.#length;
  }

  get memory(): number {
    return this.#heads.byteLength + this.#previous.byteLength;
  }

  /** Takes in text[length … end). */
  extend(end: number): void {
    const text = this.#text;
    const order = this.#order;
    const shift = this.#shift;
    const heads = this.#heads;
    const previous = this.#previous;
    const mask = farMask(order);
    const first = Math.max(order, this.#length);
    let near = nearBytes(text, first);
    let far = farBytes(text, first, order);
    for (let at = first; at < end; at += 1) {
      const chain = mix(near, far) >>> shift;
      previous[at] = heads[chain] ?? none;
      heads[chain] = at;
      far = ((far << 8) | (near >>> 16)) & mask;
      near = ((near << 8) | (text[at] ?? 0)) & 0xffffff;
    }
    this.#length = Math.max(this.#length, end);
  }

  /** Forgets text[end … length), latest first. */
  shorten(end: number): void {
    for (let at = this.#length - 1; at >= Math.max(end, this.#order); at -= 1) {
      this.#heads[chainOf(this.#text, at, this.#order) >>> this.#shift] = this.#previous[at] ?? none;
    }
    this.#length = Math.min(this.#length, end);
  }

  clear(): void {
    this.#heads.fill(none);
    this.#length = 0;
  }

  /** The latest position that may stand behind the same bytes as `end` in `text`; −1 when there is none. */
  latest(text: Uint8Array, end: number): number {
    return end < this.#order ? none : (this.#heads[chainOf(text, end, this.#order) >>> this.#shift] ?? none);
  }

  /** The one before `position`; −1 when there is none. */
  before(position: number): number {
    return this.#previous[position] ?? none;
  }
}

/** The last three bytes before `at`, the last one lowest. */
function nearBytes(text: Uint8Array, at: number): number {
  return ((text[at - 3] ?? 0) << 16) | ((text[at - 2] ?? 0) << 8) | (text[at - 1] ?? 0);
}

/** The bytes before those, as many as belong to a context of `order` bytes. */
function farBytes(text: Uint8Array, at: number, order: number): number {
  return nearBytes(text, at - 3) & farMask(order);
}

const farMask = (order: number): number => 2 ** (8 * (order - 3)) - 1;

/** A hash of a context, 32 bits, the upper ones best mixed. */
const mix = (near: number, far: number): number => Math.imul(near, 0x9e3779b1) ^ Math.imul(far, 0x85ebca6b);

function chainOf(text: Uint8Array, at: number, order: number): number {
  return mix(nearBytes(text, at), farBytes(text, at, order));
}

/** How many bytes, at most `most`, agree before `a` in `one` and before `b` in `other`. */
export function agreement(one: Uint8Array, a: number, other: Uint8Array, b: number, most: number): number {
  const limit = Math.min(a, b, most);
  let length = 0;
  while (length < limit && one[a - 1 - length] === other[b - 1 - length]) length += 1;
  return length;
}
