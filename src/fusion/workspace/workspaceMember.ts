import type { Clock } from '../../base/clock.ts';
import { workspaceMemberId } from '../../base/workspaceMemberId.ts';
import type { ChosenToken, Distribution, MemberBackend } from '../member.ts';
import { byteVocabulary, textOf, type ByteText } from './byteVocabulary.ts';
import { DocumentReader } from './documentReader.ts';
import { endOfText, outcomes } from './nextByte.ts';
import type { WorkspaceIndex } from './workspaceIndex.ts';

/** Bytes behind the cursor by which the end of a hole is recognised in other documents. */
const mostSuffix = 16;
const newline = 0x0a;
const nothing = new Uint8Array(0);

/**
 * The workspace as a member of the pack: a model of bytes that copies from the open documents and counts, behind the seam of the language models, one
 * token per byte. It has no forwards; a byte costs tens of microseconds. `path` is compared with the one before, so that a keystroke costs its own bytes.
 */
export class WorkspaceMember implements MemberBackend {
  readonly id = workspaceMemberId;
  readonly vocabulary = byteVocabulary;
  readonly #index: WorkspaceIndex;
  readonly #clock: Clock;
  readonly #reader: DocumentReader;
  /** Reads what `continuation` is asked about, which begins elsewhere than what is predicted. */
  readonly #copier: DocumentReader;
  /** The text that was scored last, and ln p of its bytes as far as known, for one version of the index. */
  #scored: Uint8Array = nothing;
  #known: number[] = [];
  #version = -1;
  #predicted = 0;
  #ms = 0;

  constructor(index: WorkspaceIndex, clock: Clock) {
    this.#index = index;
    this.#clock = clock;
    this.#reader = new DocumentReader(index);
    this.#copier = new DocumentReader(index);
  }

  /** Bytes predicted so far, one token each, and the time that took, ms. */
  get usage(): { readonly tokens: number; readonly forwards: number; readonly ms: number } {
    return { tokens: this.#predicted, forwards: 0, ms: this.#ms };
  }

  get memory(): number {
    return this.#index.memory + this.#reader.memory + this.#copier.memory;
  }

  /** Nothing is ever under way: every answer is computed at once. */
  idle(): Promise<void> {
    return Promise.resolve();
  }

  tokenize(text: Uint8Array): Int32Array {
    return Int32Array.from(text);
  }

  score(path: Int32Array, from: number, signal: AbortSignal): Promise<Float64Array> {
    return settled(signal, () => {
      const parsed = textOf(path);
      this.#recall(parsed.text);
      return Float64Array.from({ length: path.length - from }, (_, index) => this.#scoreAt(path[from + index] ?? endOfText, from + index, parsed));
    });
  }

  next(path: Int32Array, _topK: number, signal: AbortSignal): Promise<Distribution> {
    return settled(signal, () => listed(this.#predict(path.length, textOf(path))));
  }

  nextWithin(path: Int32Array, pending: Uint8Array, signal: AbortSignal): Promise<Distribution> {
    return settled(signal, () => {
      const id = pending[0] ?? endOfText;
      return { ids: Int32Array.of(id), p: Float64Array.of(this.#predict(path.length, textOf(path))[id] ?? 0), tail: 0 };
    });
  }

  predict(path: Int32Array, from: number, _topK: number, signal: AbortSignal): Promise<readonly Distribution[]> {
    return settled(signal, () => {
      const parsed = textOf(path);
      return Array.from({ length: path.length - from }, (_, index) => listed(this.#predict(from + index, parsed)));
    });
  }

  async *greedy(path: Int32Array, signal: AbortSignal): AsyncGenerator<ChosenToken, void, undefined> {
    for (let tokens = path; ;) {
      const { ids, p } = await this.next(tokens, 1, signal);
      const id = ids[0] ?? endOfText;
      if (id === endOfText) return;
      yield { id, probability: p[0] ?? 0 };
      tokens = Int32Array.of(...tokens, id);
    }
  }

  /**
   * How the text goes on where the longest end of `context`, at least `least` bytes, stood before, in the context itself or in the workspace: a draft for others
   * to check. At most `most` bytes; empty where nothing is known.
   */
  continuation(context: Uint8Array, least: number, most: number): Uint8Array {
    this.#copier.go(context, context.length);
    return this.#copier.longest(least, most);
  }

  /** Keeps of what was scored what holds for `text` too. */
  #recall(text: Uint8Array): void {
    let common = 0;
    if (this.#version === this.#index.version) while (common < text.length && text[common] === this.#scored[common]) common += 1;
    this.#known.length = Math.min(this.#known.length, common);
    this.#scored = text;
    this.#version = this.#index.version;
  }

  /** ln p of a token given all before it; marks are certain. */
  #scoreAt(id: number, position: number, parsed: ByteText): number {
    const length = parsed.lengths[position] ?? 0;
    const isText = parsed.lengths[position + 1] !== length;
    if (!isText && id !== endOfText) return 0;
    const keeps = isText && position < parsed.hole;
    const nats = (keeps ? this.#known[length] : undefined) ?? Math.log(this.#predict(position, parsed)[id] ?? 0);
    if (keeps) this.#known[length] = nats;
    return nats;
  }

  #predict(position: number, { text, lengths, hole, after }: ByteText): Float64Array {
    const before = this.#clock.now();
    this.#reader.go(text, lengths[position] ?? text.length);
    const p = this.#reader.predict(position < hole ? nothing : endOf(after));
    this.#predicted += 1;
    this.#ms += this.#clock.now() - before;
    return p;
  }
}

/** What follows the hole in its line; nothing where the line ends with it. */
function endOf(after: Uint8Array): Uint8Array {
  const line = after.subarray(0, after.indexOf(newline) + 1 || after.length);
  return line.every((byte) => byte <= 0x20) ? nothing : line.subarray(0, mostSuffix);
}

/** All outcomes, most probable first. */
function listed(p: Float64Array): Distribution {
  const ids = Int32Array.from({ length: outcomes }, (_, id) => id).sort((a, b) => (p[b] ?? 0) - (p[a] ?? 0) || a - b);
  return { ids, p: Float64Array.from(ids, (id) => p[id] ?? 0), tail: 0 };
}

function settled<T>(signal: AbortSignal, answer: () => T): Promise<T> {
  return new Promise((resolve) => {
    signal.throwIfAborted();
    resolve(answer());
  });
}
