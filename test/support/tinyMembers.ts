import type { Vocabulary } from '../../src/fusion/vocabulary/vocabulary.ts';
import { SyntheticMember } from './syntheticMember.ts';
import { utf8 } from './syntheticPack.ts';

/** A vocabulary of an end token and these strings alone, so that every tokenization of a short text can be enumerated. */
export function tinyVocabulary(words: readonly string[]): Vocabulary {
  const all = ['a', 'b', ...words];
  return {
    kind: 'byte-bpe', tokens: ['<|end|>', ...all], bytes: [new Uint8Array(0), ...all.map(utf8)], endTokens: new Set([0]), bos: null, dummyPrefixSpace: false, fim: null,
  };
}

export const tinyMember = (id: string, words: readonly string[], text: string): SyntheticMember =>
  new SyntheticMember({ id, vocabulary: tinyVocabulary(words), texts: [text, `${text}ab`], order: 2 });

/** P(what the member writes after `path` begins with `text`), summed over every tokenization. */
export function prefixProbability(member: SyntheticMember, path: readonly number[], text: string): number {
  if (text === '') return 1;
  const p = member.probabilities(Int32Array.from(path));
  return member.vocabulary.tokens.slice(1).reduce((sum, token, index) => {
    const id = index + 1;
    if (token.startsWith(text)) return sum + p[id]!;
    return text.startsWith(token) ? sum + p[id]! * prefixProbability(member, [...path, id], text.slice(token.length)) : sum;
  }, 0);
}

/** P(the member writes `text` and ends), summed over every tokenization. */
export function endProbability(member: SyntheticMember, path: readonly number[], text: string): number {
  const p = member.probabilities(Int32Array.from(path));
  if (text === '') return p[0]!;
  return member.vocabulary.tokens.slice(1).reduce((sum, token, index) =>
    (text.startsWith(token) ? sum + p[index + 1]! * endProbability(member, [...path, index + 1], text.slice(token.length)) : sum), 0);
}

/** Probabilities of the ways to spell what begins with `text`, one for each row of whole tokens before the one that ends it or goes on beyond. */
export function spellingMasses(member: SyntheticMember, path: readonly number[], text: string): readonly number[] {
  if (text === '') return [1];
  const p = member.probabilities(Int32Array.from(path));
  const beyond = member.vocabulary.tokens.reduce((sum, token, id) => (id > 0 && token.length > text.length && token.startsWith(text) ? sum + p[id]! : sum), 0);
  const through = member.vocabulary.tokens.flatMap((token, id) => (id > 0 && text.startsWith(token) ? spellingMasses(member, [...path, id], text.slice(token.length)).map((mass) => p[id]! * mass) : []));
  return beyond > 0 ? [beyond, ...through] : through;
}

/** Every string over the alphabet of up to `length` characters, the empty one included. */
export function everyText(length: number): string[] {
  return length === 0 ? [''] : ['', ...everyText(length - 1).flatMap((rest) => [`a${rest}`, `b${rest}`])];
}
