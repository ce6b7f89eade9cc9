/** Bytes of a view's beginning by which it is found again in the next request's text. */
const headBytes = 128;

/** A view begins so that this share of the budget is filled: the rest is for typing until it has to move. */
const fillOnMove = 0.6;

/** A kept view with less than this share of the budget moves back up when there is more text above it. */
const leastKept = 0.3;

/** No tokenizer in use writes many more bytes per token over a whole window of text. */
const mostBytesPerToken = 8;

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
    const view = this.#kept(within, budget, count) ?? moved(within, budget, count);
    this.#head = Buffer.from(view.subarray(0, headBytes));
    return view;
  }

  #kept(text: Buffer, budget: number, count: (text: Uint8Array) => number): Buffer | null {
    const start = this.#head === null || this.#head.length === 0 ? -1 : text.indexOf(this.#head);
    if (start < 0) return null;
    const view = text.subarray(start);
    const tokens = count(view);
    return tokens <= budget && (start === 0 || tokens >= budget * leastKept) ? view : null;
  }
}

function moved(text: Buffer, budget: number, count: (text: Uint8Array) => number): Buffer {
  let view = text;
  let wanted = budget;
  for (let tokens = count(view); tokens > wanted; tokens = count(view)) {
    wanted = Math.ceil(budget * fillOnMove);
    view = view.subarray(lineAfter(view, Math.ceil(view.length * (1 - wanted / tokens))));
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
