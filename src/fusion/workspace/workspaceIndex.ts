import { ContextChains } from './contextChains.ts';
import { ShortContexts } from './shortContexts.ts';

/** Bytes of text at most: with 4 bytes per position for the chains and the tables, the whole index stays below 64 MB. */
const capacity = 10_000_000;
/** Bytes by which contexts of the chains agree at least. */
const indexedOrder = 5;
const headBits = 20;
/** Dead bytes are cleared away once they are this share of the text. */
const mostDead = 0.25;
const separator = 0;

interface Stretch {
  readonly id: string;
  readonly start: number;
  readonly end: number;
}

/**
 * The text of the workspace's documents with everything needed to say how it went on behind a context: chains of long contexts, counts of short ones. Documents
 * come and go one by one; the oldest make room for new ones. Indexing is done in slices by `step`, and what is not indexed yet is not known.
 */
export class WorkspaceIndex {
  readonly text: Uint8Array;
  readonly chains: ContextChains;
  readonly short = new ShortContexts();
  /** In the order of the text. */
  #documents: Stretch[] = [];
  #length = 0;
  #live = 0;
  /** Changes with everything that may change a prediction. */
  #version = 0;

  constructor(bytes = capacity) {
    this.text = new Uint8Array(bytes);
    this.chains = new ContextChains(this.text, indexedOrder, headBits);
  }

  get version(): number {
    return this.#version;
  }

  /** Bytes of all documents. */
  get bytes(): number {
    return this.#live;
  }

  get documents(): readonly string[] {
    return this.#documents.map(({ id }) => id);
  }

  get memory(): number {
    return this.text.byteLength + this.chains.memory + this.short.memory;
  }

  /** A document's text, or null when it is not there. */
  read(id: string): Uint8Array | null {
    const found = this.#documents.find((document) => document.id === id);
    return found === undefined ? null : this.text.slice(found.start, found.end);
  }

  /** Puts a document in, or another text in its place. A text that does not fit at all, or holds 0 bytes, is no document. */
  set(id: string, text: Uint8Array): void {
    this.remove(id);
    const needed = text.length + 1;
    if (text.length === 0 || needed > this.text.length || text.includes(separator)) return;
    while (this.#live + this.#documents.length + needed > this.text.length) this.remove(this.#documents[0]?.id ?? '');
    if (this.#length + needed > this.text.length) this.#compact();
    const start = this.#length;
    this.text.set(text, start);
    this.text[start + text.length] = separator;
    this.#length = start + needed;
    this.#documents.push({ id, start, end: start + text.length });
    this.#live += text.length;
    this.#version += 1;
  }

  remove(id: string): void {
    const found = this.#documents.find((document) => document.id === id);
    if (found === undefined) return;
    const { start, end } = found;
    this.short.count(this.text, start, Math.min(end, this.chains.length), -1);
    this.text.fill(separator, start, end);
    this.#documents = this.#documents.filter((document) => document !== found);
    this.#live -= end - start;
    this.#version += 1;
    if (this.#length - this.#live - this.#documents.length > mostDead * this.text.length) this.#compact();
  }

  /** Indexes `bytes` more bytes of text; returns whether everything is indexed. */
  step(bytes: number): boolean {
    const from = this.chains.length;
    const end = Math.min(this.#length, from + bytes);
    if (end > from) {
      this.chains.extend(end);
      this.short.count(this.text, from, end, 1);
      this.#version += 1;
    }
    return end === this.#length;
  }

  /** Moves the documents together; all of them have to be indexed again. */
  #compact(): void {
    let length = 0;
    this.#documents = this.#documents.map(({ id, start, end }) => {
      this.text.copyWithin(length, start, end + 1);
      const moved = { id, start: length, end: length + end - start };
      length = moved.end + 1;
      return moved;
    });
    this.text.fill(separator, length, this.#length);
    this.#length = length;
    this.chains.clear();
    this.short.clear();
    this.#version += 1;
  }
}
