import { agreement, ContextChains } from './contextChains.ts';
import { endOfText, mostHops, outcomes, placesOf, refine, type Source } from './nextByte.ts';
import { ShortContexts } from './shortContexts.ts';
import type { WorkspaceIndex } from './workspaceIndex.ts';

const ownOrder = 3;
const ownHeadBits = 14;
/** A place in the document itself counts as several in other documents. */
const ownWeight = 3;
/** Bytes of agreement beyond which one place is no better than another. */
const longestAgreement = 64;
/** What is always left for the end, and for each byte. */
const floor = 1e-5;

/**
 * One document as it is read byte by byte: what comes next is predicted from the workspace and from the document's own text before it, never from what stands
 * behind. Going to another text keeps what the two have in common, so that a keystroke costs its own bytes.
 */
export class DocumentReader {
  readonly #index: WorkspaceIndex;
  #text: Uint8Array;
  #chains: ContextChains;
  readonly #short = new ShortContexts();

  constructor(index: WorkspaceIndex) {
    this.#index = index;
    this.#text = new Uint8Array(1024);
    this.#chains = new ContextChains(this.#text, ownOrder, ownHeadBits);
  }

  get length(): number {
    return this.#chains.length;
  }

  get memory(): number {
    return this.#text.byteLength + this.#chains.memory + this.#short.memory;
  }

  /** Leading bytes that the text read so far and `text` have in common. */
  common(text: Uint8Array): number {
    const limit = Math.min(text.length, this.length);
    let length = 0;
    while (length < limit && text[length] === this.#text[length]) length += 1;
    return length;
  }

  /** Goes to `text`, to its first `length` bytes. */
  go(text: Uint8Array, length: number): void {
    const kept = Math.min(this.common(text), length);
    this.#short.count(this.#text, kept, this.length, -1);
    this.#chains.shorten(kept);
    if (length > this.#text.length) this.#grow(length * 2, kept);
    this.#text.set(text.subarray(kept, length), kept);
    this.#short.count(this.#text, kept, length, 1);
    this.#chains.extend(length);
  }

  /** Probabilities of the next byte and the end; the text ends where the workspace goes on with `suffix`, if that is not empty. Shape [outcomes]. */
  predict(suffix: Uint8Array): Float64Array {
    const text = this.#text;
    const end = this.length;
    const p = new Float64Array(outcomes).fill(1 / outcomes);
    p[endOfText] = 0;
    const last = text[end - 1] ?? 0;
    const beforeLast = text[end - 2] ?? 0;
    if (end > 1) {
      this.#index.short.refine(p, beforeLast, last);
      this.#short.refine(p, beforeLast, last);
    }
    refine(p, [...placesOf(this.#own(), text, end, suffix), ...placesOf(this.#others(), text, end, suffix)]);
    let total = 0;
    for (let outcome = 0; outcome < outcomes; outcome += 1) total += p[outcome] ?? 0;
    const scale = (1 - outcomes * floor) / total;
    for (let outcome = 0; outcome < outcomes; outcome += 1) p[outcome] = floor + (p[outcome] ?? 0) * scale;
    return p;
  }

  /** What followed the longest context that the text ends with, at least `least` bytes, where it stood before; the latest of equals. At most `most` bytes. */
  longest(least: number, most: number): Uint8Array {
    let best = new Uint8Array(0);
    let length = least - 1;
    for (const { text: known, chains } of [this.#own(), this.#others()]) {
      let position = chains.latest(this.#text, this.length);
      for (let hops = 0; position >= 0 && hops < mostHops; hops += 1) {
        const agreed = agreement(this.#text, this.length, known, position, longestAgreement);
        if (agreed > length) {
          const following = known.slice(position, Math.min(position + most, chains.length));
          const end = following.indexOf(0);
          best = end < 0 ? following : following.subarray(0, end);
          length = agreed;
        }
        position = chains.before(position);
      }
    }
    return best;
  }

  #own(): Source {
    return { text: this.#text, chains: this.#chains, weight: ownWeight };
  }

  #others(): Source {
    return { text: this.#index.text, chains: this.#index.chains, weight: 1 };
  }

  #grow(capacity: number, kept: number): void {
    const text = new Uint8Array(capacity);
    text.set(this.#text.subarray(0, kept));
    this.#text = text;
    this.#chains = new ContextChains(text, ownOrder, ownHeadBits);
    this.#chains.extend(kept);
  }
}
