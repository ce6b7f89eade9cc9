/** Bytes of a view's beginning by which it is found again in the next request's text. */
const headBytes = 128;

/** A view begins so that this share of the budget is filled: the rest is for typing until it has to move. */
const fillOnMove = 0.6;

/** A kept view with less than this share of the budget moves back up when there is more text above it. */
const leastKept = 0.3;

/** No tokenizer in use writes many more bytes per token over a whole window of text. */
const mostBytesPerToken = 8;

/** The same beginning may stand in a text many times; so many of its places are looked at. */
const placesTried = 4;

const newline = 0x0a;

/**
 * Where one member's view of the text before the cursor begins. The beginning stays put while the user types, so that the KV
 * cache survives; when the view no longer fits, it moves by a large step to the start of a line.
 */
export class WindowAnchor {
  #head: Buffer | null = null;

  /** The end of `text` that holds at most `budget` tokens, as counted by `count`. */
  view(text: Buffer, budget: number, count: (text: Uint8Array) => number): Buffer {
    const within = text.subarray(codePointAt(text, Math.max(0, text.length - budget * mostBytesPerToken)));
    const view = this.#kept(within, budget, count) ?? moved(within, budget, within.length === text.length, count);
    this.#head = Buffer.from(view.subarray(0, headBytes));
    return view;
  }

  #kept(text: Buffer, budget: number, count: (text: Uint8Array) => number): Buffer | null {
    if (this.#head === null || this.#head.length === 0) return null;
    let start = text.indexOf(this.#head);
    for (let tried = 0; start >= 0 && tried < placesTried; tried++) {
      const view = text.subarray(start);
      const tokens = count(view);
      if (tokens <= budget) return start === 0 || tokens >= budget * leastKept ? view : null;
      start = text.indexOf(this.#head, start + 1);
    }
    return null;
  }
}

function moved(text: Buffer, budget: number, whole: boolean, count: (text: Uint8Array) => number): Buffer {
  const fill = Math.ceil(budget * fillOnMove);
  let view = text;
  for (let tokens = count(view), wanted = whole ? budget : fill; tokens > wanted; tokens = count(view), wanted = budget) {
    view = view.subarray(lineAfter(view, Math.ceil(view.length * (1 - fill / tokens))));
  }
  return view;
}

/** The start of the first line at or after `offset`, or of the first code point when what is left is one long line. */
function lineAfter(text: Buffer, offset: number): number {
  const end = text.indexOf(newline, Math.max(0, offset - 1));
  const halfway = offset + (text.length - offset) / 2;
  return end >= 0 && end < halfway ? end + 1 : codePointAt(text, offset);
}

function codePointAt(text: Buffer, offset: number): number {
  let start = offset;
  while (start < text.length && ((text[start] ?? 0) & 0xc0) === 0x80) start++;
  return start;
}
