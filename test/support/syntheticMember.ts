import type { ChosenToken, Distribution, MemberBackend } from '../../src/fusion/member.ts';
import type { Vocabulary } from '../../src/fusion/vocabulary/vocabulary.ts';

const utf8 = new TextEncoder();

export interface SyntheticVocabularyOptions {
  /** Pieces of text besides the 256 single bytes. */
  readonly words: readonly string[];
  readonly dummyPrefixSpace?: boolean;
  /** Adds FIM tokens. */
  readonly fim?: boolean;
  /** Adds a BOS token. */
  readonly bos?: boolean;
}

/** A vocabulary of single bytes, the given words, an end token, and control tokens on request. Token strings are readable, not byte-level. */
export function syntheticVocabulary({ words, dummyPrefixSpace = false, fim = false, bos = false }: SyntheticVocabularyOptions): Vocabulary {
  const tokens: string[] = [];
  const bytes: Uint8Array[] = [];
  const add = (token: string, of: Uint8Array): number => {
    tokens.push(token);
    return bytes.push(of) - 1;
  };
  const control = (token: string): number => add(token, new Uint8Array(0));
  const end = control('<|end|>');
  const first = bos ? control('<|begin|>') : null;
  const fimTokens = fim ? { prefix: control('<|prefix|>'), suffix: control('<|suffix|>'), middle: control('<|middle|>') } : null;
  for (let byte = 0; byte < 256; byte += 1) add(`<0x${byte.toString(16).padStart(2, '0')}>`, Uint8Array.of(byte));
  for (const word of new Set(words)) if (utf8.encode(word).length > 1) add(word, utf8.encode(word));
  return { kind: dummyPrefixSpace ? 'sentencepiece' : 'byte-bpe', tokens, bytes, endTokens: new Set([end]), bos: first, dummyPrefixSpace, fim: fimTokens };
}

interface Node {
  id: number;
  readonly next: Map<number, Node>;
}

export interface SyntheticOptions {
  readonly id: string;
  readonly vocabulary: Vocabulary;
  /** Text whose token n-grams the member has learnt; the end token follows each text. */
  readonly texts: readonly string[];
  /** Tokens of context, longest first tried; 3 unless told. */
  readonly order?: number;
  /** Called before each forward pass. */
  readonly onForward?: () => void | Promise<void>;
}

/**
 * A member whose model is a backing-off token n-gram with a smoothed uniform end, exact and deterministic, behind the same seam as a real
 * one: it tokenizes by greedy longest match, keeps the path it saw last, and counts the tokens that it had to evaluate.
 */
export class SyntheticMember implements MemberBackend {
  readonly id: string;
  readonly vocabulary: Vocabulary;
  /** Tokens that differed from what was in the cache, over all calls. */
  evaluated = 0;
  readonly #root: Node = { id: -1, next: new Map() };
  readonly #counts = new Map<string, Map<number, number>>();
  readonly #order: number;
  readonly #onForward: () => void | Promise<void>;
  #cache: Int32Array = new Int32Array(0);

  constructor({ id, vocabulary, texts, order = 3, onForward = () => undefined }: SyntheticOptions) {
    this.id = id;
    this.vocabulary = vocabulary;
    this.#order = order;
    this.#onForward = onForward;
    vocabulary.bytes.forEach((bytes, token) => {
      let node = this.#root;
      if (bytes.length === 0) return;
      for (const byte of bytes) {
        const next = node.next.get(byte) ?? { id: -1, next: new Map<number, Node>() };
        node.next.set(byte, next);
        node = next;
      }
      node.id = token;
    });
    const [end] = vocabulary.endTokens;
    for (const text of texts) this.#learn([...this.tokenize(utf8.encode(text)), ...(end === undefined ? [] : [end])]);
  }

  tokenize(text: Uint8Array, continues = false): Int32Array {
    const bytes = this.vocabulary.dummyPrefixSpace && !continues && text.length > 0 ? Uint8Array.of(0x20, ...text) : text;
    const ids: number[] = [];
    for (let at = 0; at < bytes.length;) {
      let node: Node | undefined = this.#root;
      let best = -1;
      let length = 1;
      for (let index = at; index < bytes.length; index += 1) {
        node = node.next.get(bytes[index]!);
        if (node === undefined) break;
        if (node.id >= 0) {
          best = node.id;
          length = index + 1 - at;
        }
      }
      if (best >= 0) ids.push(best);
      at += length;
    }
    return Int32Array.from(ids);
  }

  async score(path: Int32Array, from: number, signal: AbortSignal): Promise<Float64Array> {
    if (from < 1) throw new RangeError('nothing predicts the first token');
    await this.#forward(path, signal);
    return Float64Array.from({ length: path.length - from }, (_, index) => Math.log(this.probabilities(path.subarray(0, from + index))[path[from + index]!]!));
  }

  async next(path: Int32Array, topK: number, signal: AbortSignal): Promise<Distribution> {
    if (path.length === 0) throw new RangeError('an empty path predicts nothing');
    await this.#forward(path, signal);
    return this.#list(path, topK);
  }

  async nextWithin(path: Int32Array, pending: Uint8Array, signal: AbortSignal): Promise<Distribution> {
    await this.#forward(path, signal);
    const p = this.probabilities(path);
    const fits = (bytes: Uint8Array): boolean => bytes.length > 0 && bytes.every((byte, index) => index >= pending.length || byte === pending[index]);
    const ids = Int32Array.from(p.keys()).filter((id) => fits(this.vocabulary.bytes[id]!));
    return { ids, p: Float64Array.from(ids, (id) => p[id]!), tail: 0 };
  }

  async predict(path: Int32Array, from: number, topK: number, signal: AbortSignal): Promise<readonly Distribution[]> {
    if (from < 1) throw new RangeError('nothing predicts the first token');
    await this.#forward(path, signal);
    return Array.from({ length: path.length - from }, (_, index) => this.#list(path.subarray(0, from + index), topK));
  }

  async lookAhead(path: Int32Array, from: number, _topK: number, signal: AbortSignal): Promise<void> {
    if (from < 1) throw new RangeError('nothing predicts the first token');
    await this.#forward(path, signal);
  }

  async *greedy(path: Int32Array, signal: AbortSignal): AsyncGenerator<ChosenToken, void, undefined> {
    let tokens = path;
    for (;;) {
      await this.#forward(tokens, signal);
      const p = this.probabilities(tokens);
      let id = 0;
      for (let token = 1; token < p.length; token += 1) if (p[token]! > p[id]!) id = token;
      if (this.vocabulary.endTokens.has(id)) return;
      yield { id, probability: p[id]! };
      tokens = Int32Array.of(...tokens, id);
    }
  }

  /** The whole next-token distribution: each longer context takes nine tenths of the mass that it has evidence for. Shape [vocabulary]. */
  probabilities(path: Int32Array): Float64Array {
    const size = this.vocabulary.tokens.length;
    const p = new Float64Array(size).fill(1 / size);
    for (let length = 0; length <= this.#order; length += 1) {
      if (length > path.length) break;
      const seen = this.#counts.get(path.slice(path.length - length).join());
      if (seen === undefined) break;
      const total = [...seen.values()].reduce((sum, count) => sum + count, 0);
      for (let token = 0; token < size; token += 1) p[token] = p[token]! * 0.1;
      for (const [token, count] of seen) p[token] = p[token]! + (0.9 * count) / total;
    }
    return p;
  }

  #list(path: Int32Array, topK: number): Distribution {
    const p = this.probabilities(path);
    const ids = Int32Array.from(p.keys()).sort((a, b) => p[b]! - p[a]! || a - b).subarray(0, topK);
    const listed = Float64Array.from(ids, (id) => p[id]!);
    return { ids, p: listed, tail: ids.length === p.length ? 0 : Math.max(0, 1 - listed.reduce((sum, value) => sum + value, 0)), largestUnlisted: listed.at(-1) ?? 1 };
  }

  #learn(tokens: readonly number[]): void {
    tokens.forEach((token, at) => {
      for (let length = 0; length <= Math.min(this.#order, at); length += 1) {
        const key = tokens.slice(at - length, at).join();
        const seen = this.#counts.get(key) ?? new Map<number, number>();
        seen.set(token, (seen.get(token) ?? 0) + 1);
        this.#counts.set(key, seen);
      }
    });
  }

  async #forward(path: Int32Array, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    await this.#onForward();
    signal.throwIfAborted();
    let common = 0;
    while (common < Math.min(path.length, this.#cache.length) && path[common] === this.#cache[common]) common += 1;
    this.evaluated += path.length - common;
    this.#cache = path.slice();
  }
}
