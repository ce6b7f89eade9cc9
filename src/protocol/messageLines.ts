import { maximumMessageSize } from './validate.ts';

/** Bytes of the longest line that is read: the largest message, most of whose characters take one byte and the rest two or three. */
export const longestLine = 2 * maximumMessageSize;

const lineEnd = 10;

/**
 * Cuts a stream of bytes into lines of JSON. What is not JSON, or longer than `longestLine`, is dropped and named, and the next line is
 * read as if nothing had been; the memory in use is bounded by that length. Never throws.
 */
export class MessageLines {
  readonly #onValue: (value: unknown) => void;
  readonly #onDropped: (problem: string) => void;
  #parts: Uint8Array[] = [];
  #bytes = 0;

  constructor(onValue: (value: unknown) => void, onDropped: (problem: string) => void) {
    this.#onValue = onValue;
    this.#onDropped = onDropped;
  }

  push(chunk: Uint8Array): void {
    let from = 0;
    for (let end = chunk.indexOf(lineEnd); end >= 0; end = chunk.indexOf(lineEnd, from)) {
      this.#keep(chunk.subarray(from, end));
      this.#endLine();
      from = end + 1;
    }
    this.#keep(chunk.subarray(from));
  }

  #keep(part: Uint8Array): void {
    this.#bytes += part.length;
    if (this.#bytes > longestLine) this.#parts = [];
    else if (part.length > 0) this.#parts.push(part);
  }

  #endLine(): void {
    const parts = this.#parts;
    const bytes = this.#bytes;
    this.#parts = [];
    this.#bytes = 0;
    if (bytes > longestLine) {
      this.#onDropped('the message is too large');
      return;
    }
    let value: unknown;
    try {
      value = JSON.parse(textOf(parts));
    } catch {
      this.#onDropped('it is not JSON');
      return;
    }
    this.#onValue(value);
  }
}

function textOf(parts: readonly Uint8Array[]): string {
  const decoder = new TextDecoder();
  return parts.map((part) => decoder.decode(part, { stream: true })).join('') + decoder.decode();
}
