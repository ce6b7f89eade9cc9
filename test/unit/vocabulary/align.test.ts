import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { align, alignInSlices } from '../../../src/fusion/vocabulary/align.ts';
import { alignedBy } from '../../../src/fusion/vocabulary/alignment.ts';
import { vocabularyFromGguf, type GgufVocabulary } from '../../../src/fusion/vocabulary/ggufVocabulary.ts';
import type { Vocabulary } from '../../../src/fusion/vocabulary/vocabulary.ts';
import { nearestByBruteForce } from './bruteForce.ts';
import { stringsVocabulary } from './vocabularies.ts';

const plain = { types: [], endTokens: [], bos: null, dummyPrefixSpace: false, fim: null } satisfies Partial<GgufVocabulary>;
const { normal, control, byte, userDefined } = { normal: 1, control: 3, userDefined: 4, byte: 6 };
const codePoints = (string: string): readonly number[] => Array.from(string, (character) => character.codePointAt(0) ?? 0);

const piece = fc.oneof(
  fc.string({ unit: fc.constantFrom('Ġ', '▁', 'Ċ', 'a', 'b', 'é', '\u0301', '😀', '\ud83d', '\ude00'), maxLength: 6 }),
  fc.string({ unit: 'grapheme', maxLength: 4 }),
  fc.constantFrom('<0x0A>', '<s>', 'Ã©'),
);
const space = fc.constantFrom('Ġ' as const, '▁' as const);
const vocabulary = fc.tuple(space, fc.array(piece, { minLength: 1, maxLength: 40 }));

/** The reference's rule, by measuring every pair. */
function paperByBruteForce([fromSpace, from]: readonly [string, readonly string[]], [toSpace, to]: readonly [string, readonly string[]]): readonly number[] {
  return from.map((token) => {
    if (to.includes(token)) return to.indexOf(token);
    if (token === '') return -1;
    const [first, second] = token;
    const swapped = first === fromSpace && second !== fromSpace ? toSpace + token.slice(1) : token;
    return nearestByBruteForce(to.map(codePoints), codePoints(swapped)).place;
  });
}

describe('align, paper mode', () => {
  test('equals brute force over code points', () => {
    fc.assert(
      fc.property(vocabulary, vocabulary, (from, to) => {
        expect([...align(stringsVocabulary(...from), stringsVocabulary(...to), 'paper').map]).toEqual(paperByBruteForce(from, to));
      }),
      { numRuns: 500 },
    );
  });

  test('counts a character beyond the BMP as one edit', () => {
    const { map, distance } = align(stringsVocabulary('Ġ', ['ab😀']), stringsVocabulary('Ġ', ['zzb😁', 'ab']), 'paper');
    expect([map[0], distance[0]]).toEqual([1, 1]);
  });
});

describe('align, bytes mode', () => {
  test('equals brute force over bytes, with byte tokens last', () => {
    fc.assert(
      fc.property(vocabulary, vocabulary, ([fromSpace, fromTokens], [toSpace, toTokens]) => {
        const from = stringsVocabulary(fromSpace, fromTokens);
        const to = stringsVocabulary(toSpace, toTokens);
        const { map, how, distance } = align(from, to, 'bytes');
        from.bytes.forEach((bytes, id) => {
          const twin = toTokens.indexOf(fromTokens[id] ?? '');
          const nearest = nearestByBruteForce(to.bytes.map((other) => (other.length === 0 ? Array<number>(1000).fill(-1) : [...other])), [...bytes]);
          if (bytes.length === 0) expect([map[id], how[id]]).toEqual(twin < 0 ? [-1, alignedBy.none] : [twin, alignedBy.role]);
          else if (to.bytes.every((other) => other.length === 0)) expect([map[id], how[id]]).toEqual([-1, alignedBy.none]);
          else if (nearest.distance > 0) expect([map[id], how[id], distance[id]]).toEqual([nearest.place, alignedBy.edited, nearest.distance]);
          else {
            expect([...(to.bytes[map[id] ?? -1] ?? [])]).toEqual([...bytes]);
            expect([how[id], distance[id]]).toEqual([alignedBy.exact, 0]);
          }
        });
      }),
      { numRuns: 500 },
    );
  });

  test('a vocabulary aligned with itself keeps every token that writes bytes', () => {
    const tokens = ['<s>', '</s>', '<0x61>', '▁', '<0x20>', 'a', 'ab', '<pad>'];
    const types = [control, control, byte, normal, byte, normal, normal, control];
    const self = vocabularyFromGguf({ ...plain, kind: 'sentencepiece', tokens, types, bos: 0, endTokens: [1] });
    const { map } = align(self, self, 'bytes');
    expect([...map]).toEqual(tokens.map((_, id) => id));
  });

  const llama = (tokens: readonly string[], types: readonly number[], rest: Partial<GgufVocabulary> = {}): Vocabulary =>
    vocabularyFromGguf({ ...plain, kind: 'sentencepiece', tokens, types, ...rest });
  const gpt2 = (tokens: readonly string[], types: readonly number[] = [], rest: Partial<GgufVocabulary> = {}): Vocabulary =>
    vocabularyFromGguf({ ...plain, kind: 'byte-bpe', tokens, types, ...rest });

  test('indentation, newlines and accents survive between the families', () => {
    const from = gpt2(['ĠĠĠĠ', 'Ċ', 'Ã©', 'Ġthe']);
    const to = llama(['<0x0A>', 'é', '▁▁▁▁', '▁the'], [byte, normal, normal, normal]);
    expect([...align(from, to, 'bytes').map]).toEqual([2, 0, 1, 3]);
    expect([...align(to, from, 'bytes').map]).toEqual([1, 2, 0, 3]);
  });

  test('a byte token stands for a byte only when no ordinary token does', () => {
    const to = llama(['<0x61>', '<0x62>', 'a'], [byte, byte, normal]);
    expect([...align(gpt2(['a', 'b']), to, 'bytes').map]).toEqual([2, 1]);
  });

  test('tokens without bytes go by their role', () => {
    const fim = (first: number) => ({ prefix: first, suffix: first + 1, middle: first + 2 });
    const from = gpt2(['<|end|>', '<|im_end|>', '<P>', '<S>', '<M>', '<extra>', 'x', '<pad>'], [3, 3, 3, 3, 3, 3, 1, 3], { endTokens: [0, 1], fim: fim(2) });
    const to = llama(['<s>', '<S>', '<M>', '<P>', '</s>', '<|im_end|>', '<extra>', '<pad>'], [3, 3, 3, 3, 3, 3, userDefined, 3], { endTokens: [4, 5], bos: 0, fim: { prefix: 3, suffix: 1, middle: 2 } });
    const { map, how } = align(from, to, 'bytes');
    expect([...map]).toEqual([4, 5, 3, 1, 2, -1, 6, 7]);
    expect([...how]).toEqual([3, 3, 3, 3, 3, 4, 2, 3]);
  });
});

describe('alignInSlices', () => {
  test('reports progress that rises to the number of tokens', () => {
    const from = stringsVocabulary('Ġ', Array.from({ length: 3000 }, (_, id) => `q${id.toString(2)}`));
    const to = stringsVocabulary('Ġ', ['q', 'r']);
    const seen: number[] = [];
    const alignment = align(from, to, 'bytes', (done) => seen.push(done));
    expect(seen.length).toBeGreaterThan(3);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen.at(-1)).toBe(3000);
    const slices = alignInSlices(from, to, 'bytes');
    let step = slices.next();
    while (step.done !== true) step = slices.next();
    expect(step.value).toEqual(alignment);
  });
});
