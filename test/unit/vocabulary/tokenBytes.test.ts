import { describe, expect, test } from 'vitest';
import { byteOf } from '../../../src/fusion/vocabulary/byteAlphabet.ts';
import { vocabularyFingerprintInput } from '../../../src/fusion/vocabulary/fingerprint.ts';
import { tokenizerKind, vocabularyFromGguf } from '../../../src/fusion/vocabulary/ggufVocabulary.ts';
import { tokenBytes, tokenType } from '../../../src/fusion/vocabulary/tokenBytes.ts';
import type { TokenizerKind } from '../../../src/fusion/vocabulary/vocabulary.ts';
import { stringsVocabulary } from './vocabularies.ts';

const ascii = (text: string): readonly number[] => Array.from(text, (character) => character.charCodeAt(0));

describe('the byte alphabet', () => {
  test('has a character for each byte, the last of them U+0143', () => {
    const bytes = Array.from({ length: 0x200 }, (_, codePoint) => byteOf(codePoint)).filter((byte) => byte !== undefined);
    expect(bytes.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 256 }, (_, byte) => byte));
    expect([byteOf(0x143), byteOf(0x144)]).toEqual([0xad, undefined]);
  });

  test.each([
    [0x20, 'Ġ'],
    [0x0a, 'Ċ'],
    [0x09, 'ĉ'],
    [0x00, 'Ā'],
    [0x41, 'A'],
  ])('writes %i as %s', (byte, character) => expect(byteOf(character.charCodeAt(0))).toBe(byte));
});

describe('tokenBytes', () => {
  const cases: readonly (readonly [TokenizerKind, string, number, readonly number[]])[] = [
    ['byte-bpe', 'Ġa', tokenType.normal, [0x20, 0x61]],
    ['byte-bpe', 'ðŁĺĢ', tokenType.normal, [0xf0, 0x9f, 0x98, 0x80]],
    ['byte-bpe', '▁', tokenType.normal, [0xe2, 0x96, 0x81]],
    ['byte-bpe', 'Ġ', tokenType.userDefined, [0xc4, 0xa0]],
    ['byte-bpe', '<|end|>', tokenType.control, []],
    ['sentencepiece', '▁▁a', tokenType.normal, [0x20, 0x20, 0x61]],
    ['sentencepiece', 'é', tokenType.normal, [0xc3, 0xa9]],
    ['sentencepiece', '<0x0A>', tokenType.byte, [0x0a]],
    ['sentencepiece', '<0x0A>', tokenType.normal, ascii('<0x0A>')],
    ['sentencepiece', 'broken', tokenType.byte, ascii('broken')],
    ['sentencepiece', '▁', tokenType.userDefined, [0xe2, 0x96, 0x81]],
    ['sentencepiece', '<unk>', tokenType.unknown, []],
    ['sentencepiece', '<unused0>', tokenType.unused, []],
  ];
  test.each(cases)('%s %s of type %i', (kind, token, type, bytes) => expect([...tokenBytes(kind, token, type)]).toEqual(bytes));
});

test('end tokens, BOS and FIM tokens have no bytes, whatever their type', () => {
  const tokens = ['<s>', '</s>', '<P>', '<S>', '<M>', 'a'];
  const { bytes } = vocabularyFromGguf({ kind: 'sentencepiece', tokens, types: [4, 4, 4, 4, 4, 1], bos: 0, endTokens: [1], dummyPrefixSpace: true, fim: { prefix: 2, suffix: 3, middle: 4 } });
  expect(bytes.map((b) => b.length)).toEqual([0, 0, 0, 0, 0, 1]);
});

test('knows the tokenizer kinds whose bytes it can read', () => {
  expect(['gpt2', 'llama', 'bert'].map(tokenizerKind)).toEqual(['byte-bpe', 'sentencepiece', null]);
});

describe('vocabularyFingerprintInput', () => {
  const input = (space: 'Ġ' | '▁', tokens: readonly string[]): string => vocabularyFingerprintInput(stringsVocabulary(space, tokens)).join();

  test('is the same for equal vocabularies and differs with strings, their order and the kind', () => {
    expect(input('Ġ', ['a', 'b'])).toBe(input('Ġ', ['a', 'b']));
    expect(new Set([input('Ġ', ['a', 'b']), input('Ġ', ['b', 'a']), input('Ġ', ['ab']), input('▁', ['a', 'b'])]).size).toBe(4);
  });
});
