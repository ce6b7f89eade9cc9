import type { MemberBackend } from '../../fusion/member.ts';
import { concatIds } from '../../fusion/bytes.ts';

/** Members with a smaller window, in tokens, need all of it for the text before the cursor. */
const leastWindow = 1024;

/** Share of a member's window that excerpts of other files take at most. */
const largestShare = 0.25;

/** Excerpts are chosen so that this share of the prompt's room is filled: the rest is for typing until one of them has to leave. */
const fillOnChange = 0.8;

/** Below this share, more of them come back. */
const leastFilled = 0.5;

/**
 * Which excerpts of other files one member is shown, before the text before the cursor, in its own tokens. That text comes first: excerpts get what it leaves, whole
 * ones, the last of them first. Once chosen they stay while the user types, so that what the member has read stays read; they change when others are given, and in large
 * steps when the text needs their room or leaves much of it.
 */
export class ExcerptShelf {
  readonly #most: number;
  #texts: readonly string[] = [];
  #tokens: readonly Int32Array[] = [];
  #shown = 0;

  /** `window`: tokens that a prompt and what is generated after it may take together. */
  constructor(window: number) {
    this.#most = window < leastWindow ? 0 : Math.floor(window * largestShare);
  }

  /** Tokens to show, where a prompt may take `room` tokens and the text before the cursor takes `taken` of them. */
  view(texts: readonly string[], backend: Pick<MemberBackend, 'tokenize'>, room: number, taken: number): Int32Array {
    if (this.#most === 0) return new Int32Array(0);
    const changed = texts.length !== this.#texts.length || texts.some((text, index) => text !== this.#texts[index]);
    if (changed) {
      this.#texts = [...texts];
      this.#tokens = texts.map((text) => backend.tokenize(Buffer.from(text, 'utf8'), false));
    }
    const fitting = (share: number): number => this.#fitting(Math.min(this.#most, room * share - taken));
    if (changed || this.#shown > fitting(1) || this.#shown < fitting(leastFilled)) this.#shown = fitting(fillOnChange);
    return concatIds(...this.#tokens.slice(this.#tokens.length - this.#shown));
  }

  /** How many of the last excerpts take at most `room` tokens together. */
  #fitting(room: number): number {
    let count = 0;
    for (let left = room; count < this.#tokens.length; count += 1) {
      left -= this.#tokens[this.#tokens.length - 1 - count]?.length ?? 0;
      if (left < 0) break;
    }
    return count;
  }
}
