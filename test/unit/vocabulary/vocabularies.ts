import { vocabularyFromGguf } from '../../../src/fusion/vocabulary/ggufVocabulary.ts';
import type { Vocabulary } from '../../../src/fusion/vocabulary/vocabulary.ts';

/** A vocabulary of normal tokens, of the family whose word-start marker is given. */
export function stringsVocabulary(space: 'Ġ' | '▁', tokens: readonly string[]): Vocabulary {
  const kind = space === 'Ġ' ? 'byte-bpe' : 'sentencepiece';
  return vocabularyFromGguf({ kind, tokens, types: [], endTokens: [], bos: null, dummyPrefixSpace: false, fim: null });
}
