import { tokenBytes, tokenType } from './tokenBytes.ts';
import type { FimTokens, TokenizerKind, Vocabulary } from './vocabulary.ts';

/** What a GGUF file says about its tokenizer (`tokenizer.ggml.*`), special ids already checked by whoever read it. */
export interface GgufVocabulary {
  readonly kind: TokenizerKind;
  /** `tokens`, by id. */
  readonly tokens: readonly string[];
  /** `token_type`, by id; a missing entry means a normal token. */
  readonly types: ArrayLike<number>;
  /** Tokens that end a generation, the model's own EOS first. */
  readonly endTokens: Iterable<number>;
  readonly bos: number | null;
  readonly dummyPrefixSpace: boolean;
  readonly fim: FimTokens | null;
}

/** The tokenizer kind behind `tokenizer.ggml.model`, or null for a kind whose token bytes are not known here. */
export function tokenizerKind(ggmlModel: string): TokenizerKind | null {
  switch (ggmlModel) {
    case 'gpt2':
      return 'byte-bpe';
    case 'llama':
      return 'sentencepiece';
    default:
      return null;
  }
}

/** The vocabulary of a GGUF file with the real bytes of every token. End tokens, BOS and FIM tokens have no bytes, whatever their type. */
export function vocabularyFromGguf(gguf: GgufVocabulary): Vocabulary {
  const { kind, tokens, types, bos, dummyPrefixSpace, fim } = gguf;
  const endTokens = new Set(gguf.endTokens);
  const silent = new Set([...endTokens, bos, fim?.prefix, fim?.suffix, fim?.middle]);
  const bytes = tokens.map((token, id) => tokenBytes(kind, token, silent.has(id) ? tokenType.control : (types[id] ?? tokenType.normal)));
  return { kind, tokens, bytes, endTokens, bos, dummyPrefixSpace, fim };
}
