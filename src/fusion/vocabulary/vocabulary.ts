/** How a tokenizer writes a token's bytes as a string. */
export type TokenizerKind = 'byte-bpe' | 'sentencepiece';

export interface FimTokens {
  readonly prefix: number;
  readonly suffix: number;
  readonly middle: number;
}

/** A member's tokens: their vocabulary strings, the bytes they stand for, and those with a meaning of their own. */
export interface Vocabulary {
  readonly kind: TokenizerKind;
  /** The strings as the model file lists them, by id. */
  readonly tokens: readonly string[];
  /** The bytes a token adds to the text, by id; empty for control, unknown and unused tokens. */
  readonly bytes: readonly Uint8Array[];
  /** Tokens that end a generation. */
  readonly endTokens: ReadonlySet<number>;
  /** What the model expects first, or null when its tokenizer adds nothing. */
  readonly bos: number | null;
  /** Whether text is tokenized as if a space preceded it. */
  readonly dummyPrefixSpace: boolean;
  readonly fim: FimTokens | null;
}
