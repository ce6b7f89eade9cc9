import type { LlamaModel } from 'node-llama-cpp';
import type { Vocabulary } from '../../fusion/vocabulary/vocabulary.ts';
import { edgesOf } from './utf8Edges.ts';

/** Texts whose tokens are remembered: fitting, windowing and decoding ask for the same text in turn. */
const remembered = 4;
/** Shorter texts, in bytes, are tokenized sooner than remembered. */
const worthRemembering = 64;

/** Put before a text that must not get a dummy space; no vocabulary merges it with anything. */
const separator = '\u0001';

/**
 * Tokenizes the bytes of a text as the model's own tokenizer does, special tokens off. Bytes at either end that are no whole
 * code point (text is cut anywhere while it is generated) become byte tokens, so that nothing is lost.
 */
export class TextTokenizer {
  readonly #model: LlamaModel;
  readonly #dummySpace: boolean;
  readonly #byteTokens: ReadonlyMap<number, number>;
  readonly #separatorTokens: readonly number[];
  readonly #memory: { readonly text: Buffer; readonly continues: boolean; readonly tokens: Int32Array }[] = [];

  constructor(model: LlamaModel, vocabulary: Vocabulary) {
    this.#model = model;
    this.#dummySpace = vocabulary.dummyPrefixSpace;
    this.#byteTokens = byteTokensOf(vocabulary);
    this.#separatorTokens = this.#dummySpace ? model.tokenize(separator, false) : [];
  }

  /** With `continues`, the text goes on from earlier tokens: no dummy space is put before it. */
  tokenize(bytes: Uint8Array, continues: boolean): Int32Array {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const known = this.#memory.find((entry) => entry.continues === continues && entry.text.equals(text));
    if (known !== undefined) return known.tokens;
    const { start, end } = edgesOf(text);
    const whole = text.toString('utf8', start, end);
    const tokens = Int32Array.from([
      ...this.#ofBytes(text.subarray(0, start)),
      ...(continues || start > 0 ? this.#continuing(whole) : this.#model.tokenize(whole, false)),
      ...this.#ofBytes(text.subarray(end)),
    ]);
    if (bytes.length < worthRemembering) return tokens;
    this.#memory.unshift({ text: Buffer.from(text), continues, tokens });
    this.#memory.length = Math.min(this.#memory.length, remembered);
    return tokens;
  }

  #continuing(text: string): readonly number[] {
    if (!this.#dummySpace || text === '') return this.#model.tokenize(text, false);
    const tokens = this.#model.tokenize(separator + text, false);
    const separated = this.#separatorTokens.every((token, index) => token === tokens[index]);
    return separated ? tokens.slice(this.#separatorTokens.length) : this.#model.tokenize(text, false);
  }

  /** A byte that no token stands for is left out. */
  #ofBytes(bytes: Uint8Array): readonly number[] {
    return Array.from(bytes).flatMap((byte) => this.#byteTokens.get(byte) ?? []);
  }
}

/** The token of each single byte; SentencePiece's `<0xNN>` come before the characters of the same byte in id order. */
function byteTokensOf(vocabulary: Vocabulary): ReadonlyMap<number, number> {
  const tokens = new Map<number, number>();
  vocabulary.bytes.forEach((bytes, id) => {
    const [byte] = bytes;
    if (bytes.length === 1 && byte !== undefined && !tokens.has(byte)) tokens.set(byte, id);
  });
  return tokens;
}
