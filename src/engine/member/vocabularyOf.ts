import type { LlamaModel, Token } from 'node-llama-cpp';
import { failures } from '../../base/errors.ts';
import { tokenizerKind, vocabularyFromGguf } from '../../fusion/vocabulary/ggufVocabulary.ts';
import type { FimTokens, Vocabulary } from '../../fusion/vocabulary/vocabulary.ts';

/** The vocabulary of a loaded model. Throws `model-unsupported` for a tokenizer whose token bytes are not known. */
export function vocabularyOf(model: LlamaModel, path: string): Vocabulary {
  const tokenizer = model.fileInfo.metadata.tokenizer.ggml;
  const kind = tokenizerKind(tokenizer.model);
  if (kind === null) throw failures.modelUnsupported(path, `its tokenizer "${tokenizer.model}" is neither byte-level BPE nor SentencePiece`);
  const { bos, shouldPrependBosToken } = model.tokens;
  return vocabularyFromGguf({
    kind,
    tokens: tokenizer.tokens,
    types: tokenizer.token_type,
    endTokens: endTokensOf(model),
    bos: shouldPrependBosToken ? bos : null,
    dummyPrefixSpace: kind === 'sentencepiece' && addsSpace(model),
    fim: fimOf(model),
  });
}

/** EOS first, then every other token that the library takes for the end of a generation. */
function endTokensOf(model: LlamaModel): readonly Token[] {
  const ends = [...model.iterateAllTokens()].filter((token) => model.isEogToken(token));
  const { eos } = model.tokens;
  return eos === null ? ends : [eos, ...ends];
}

/** Asked of the tokenizer itself, because files that leave `add_space_prefix` out mean different things by it. */
function addsSpace(model: LlamaModel): boolean {
  const [first] = model.tokenize('\u0001', false);
  return first !== undefined && (model.fileInfo.metadata.tokenizer.ggml.tokens[first] ?? '').startsWith('▁');
}

/** Only tokens that the vocabulary marks as control are used: an ordinary token in their place would be text. */
function fimOf(model: LlamaModel): FimTokens | null {
  const { prefix, suffix, middle } = model.tokens.infill;
  if (prefix === null || suffix === null || middle === null) return null;
  const control = [prefix, suffix, middle].every((token) => model.getTokenAttributes(token).control);
  return control ? { prefix, suffix, middle } : null;
}
