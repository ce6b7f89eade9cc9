import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Vocabulary } from '../../src/fusion/vocabulary/vocabulary.ts';
import { SyntheticMember, syntheticVocabulary } from '../support/syntheticMember.ts';
import { decoded, decodePolicy, promptOf, utf8, weightsOf } from '../support/syntheticPack.ts';

const vocabularyOf = (words: readonly string[]): Vocabulary => ({
  kind: 'byte-bpe', tokens: ['<|end|>', ...words], bytes: [new Uint8Array(0), ...words.map(utf8)], endTokens: new Set([0]), bos: 0, dummyPrefixSpace: false, fim: null,
});

/** Each string of `length` letters. */
function stringsOf(length: number): string[] {
  return length === 0 ? [''] : stringsOf(length - 1).flatMap((text) => [`${text}a`, `${text}b`]);
}

/** Tokens of 2 and of 4 letters: both members end a token after each four. */
const pairs = vocabularyOf(stringsOf(2));
const quads = vocabularyOf(stringsOf(4));
const learnt = ['abababab', 'abbaabba', 'aaaabbbb', 'babaabab', 'abab', ''];
const pair = new SyntheticMember({ id: 'pairs', vocabulary: pairs, texts: learnt, order: 2 });
const quad = new SyntheticMember({ id: 'quads', vocabulary: quads, texts: learnt.slice(2), order: 1 });

/** The token's tempered probability behind `path`. */
function tempered(member: SyntheticMember, path: readonly number[], temperature: number): number[] {
  const powers = [...member.probabilities(Int32Array.from(path))].map((p) => p ** (1 / temperature));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

/** P_k(text, then the end if it is short | before), in tempered tokens; `length` letters are all that is looked at. */
function own(member: SyntheticMember, before: string, text: string, length: number, temperature: number): number {
  const path = [0, ...member.tokenize(utf8(before))];
  const tokens = [...member.tokenize(utf8(text))];
  if (tokens.reduce((sum, id) => sum + member.vocabulary.bytes[id]!.length, 0) < text.length) return 0;
  return [...tokens, ...(text.length < length ? [0] : [])].reduce((product, id, index) => product * tempered(member, [...path, ...tokens.slice(0, index)], temperature)[id]!, 1);
}

/** The law of the first eight letters: Σ_k w_k P_k for each four of them, the weights starting afresh. */
function mixtureLaw(w: number, temperature: number): Map<string, number> {
  const chunk = (before: string, text: string): number => w * own(pair, before, text, 4, temperature) + (1 - w) * own(quad, before, text, 4, temperature);
  const short = ['', ...stringsOf(2)];
  const law = new Map(short.map((text) => [text, chunk('', text)]));
  for (const first of stringsOf(4)) {
    const p = chunk('', first);
    for (const second of [...short, ...stringsOf(4)]) law.set(first + second, p * chunk(first, second));
  }
  return law;
}

async function sample(members: readonly SyntheticMember[], weights: readonly number[], seed: number, temperature: number, maxBytes: number, before = '') {
  const head = { head: Int32Array.of(0) };
  const policy = decodePolicy({ decoding: 'bytes', shape: { kind: 'text' }, maxBytes, heal: false, sampling: { temperature, seed } });
  return decoded(members.map((member) => promptOf(member, before, head)), weightsOf(weights), policy);
}

/** Counts of the texts of seeds 1, 2, …, and the law, compared text by text: no frequency is off by more than 4.5 standard deviations. */
function expectLaw(counts: ReadonlyMap<string, number>, law: ReadonlyMap<string, number>, draws: number): void {
  for (const text of counts.keys()) expect(law.get(text) ?? 0, text).toBeGreaterThan(0);
  for (const [text, p] of law) expect(Math.abs((counts.get(text) ?? 0) - draws * p), text).toBeLessThan(4.5 * Math.sqrt(draws * p * (1 - p)) + 3);
}

async function countsOf(draws: number, one: (seed: number) => Promise<{ readonly text: string }>): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (let seed = 1; seed <= draws; seed += 1) {
    const { text } = await one(seed);
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return counts;
}

describe('sampling from the mixture', () => {
  it.each([[0.5, 1], [0.8, 0.6], [0.3, 1.5]])('writes strings as often as the mixture of tempered members says (w = %d, T = %d)', async (w, temperature) => {
    const law = mixtureLaw(w, temperature);
    expect([...law.values()].reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9);
    const draws = 4000;
    expectLaw(await countsOf(draws, (seed) => sample([pair, quad], [w, 1 - w], seed, temperature, 8)), law, draws);
  });

  it('with one tokenizer averages the members\' tokens', async () => {
    const other = new SyntheticMember({ id: 'other', vocabulary: pairs, texts: ['aabbaabb', 'bbbbaa', 'bb'], order: 1 });
    const average = (path: readonly number[], id: number): number => 0.7 * tempered(pair, path, 0.8)[id]! + 0.3 * tempered(other, path, 0.8)[id]!;
    const law = new Map<string, number>([['', average([0], 0)]]);
    for (const [first, one] of stringsOf(2).map((text, index) => [text, index + 1] as const)) {
      const p = average([0], one);
      law.set(first, p * average([0, one], 0));
      stringsOf(2).forEach((second, index) => law.set(first + second, p * average([0, one], index + 1)));
    }
    const draws = 4000;
    expectLaw(await countsOf(draws, (seed) => sample([pair, other], [0.7, 0.3], seed, 0.8, 4)), law, draws);
  });

  it.each([[1, 'the same'], [0, 'another']])('of identical members is sampling from one (order %d, %s vocabulary)', async (order, which) => {
    const words = vocabularyOf(['a', 'b', 'ab']);
    const [one, ...others] = ['m', 'n', 'o'].map((id) => new SyntheticMember({ id, vocabulary: which === 'another' ? { ...words } : words, texts: ['aa', 'bb', 'ba', 'b', 'aa'], order }));
    const draws = 4000;
    const alone = await countsOf(draws, (seed) => sample([one!], [1], seed, 0.8, 2));
    const pack = await countsOf(draws, (seed) => sample([one!, ...others], [1, 1, 1], draws + seed, 0.8, 2));
    for (const text of new Set([...alone.keys(), ...pack.keys()])) {
      const [here, there] = [alone.get(text) ?? 0, pack.get(text) ?? 0];
      expect(Math.abs(here - there), text).toBeLessThan(4.5 * Math.sqrt(here + there) + 3);
    }
  });

  const words = fc.uniqueArray(fc.constantFrom('const', ' total', 'ö', 'gr', ' one', 'let', ';\n', ' =', 'tot', 'al', '日本', '本'), { maxLength: 8 });
  const text = 'const total = 1;\nlet größe = one;\nlet 日本 = total;\n';
  const packs = fc.record({ lists: fc.array(words, { minLength: 1, maxLength: 4 }), before: fc.constantFrom('', 'const to', 'let ', text), temperature: fc.double({ min: 0.2, max: 2, noNaN: true }), seed: fc.nat() });
  const made = (lists: readonly (readonly string[])[]): SyntheticMember[] => lists.map((list, k) => new SyntheticMember({ id: `m${k}`, vocabulary: syntheticVocabulary({ words: list }), texts: [text, text], order: 3 }));

  it('gives the same text for the same seed, valid, in pieces of one writer each', async () => {
    await fc.assert(fc.asyncProperty(packs, fc.boolean(), async ({ lists, before, temperature, seed }, heal) => {
      const write = () => {
        const members = made(lists);
        const policy = decodePolicy({ decoding: 'bytes', shape: { kind: 'text' }, maxBytes: 40, heal, sampling: { temperature, seed } });
        return decoded(members.map((member) => promptOf(member, before, { head: Int32Array.of(0) })), weightsOf(lists.map(() => 1)), policy);
      };
      const first = await write();
      expect(await write()).toEqual(first);
      expect(first.text).not.toContain('\uFFFD');
      for (const piece of first.pieces) expect(piece.byMember).toEqual({ [piece.member]: piece.probability });
    }), { numRuns: 60 });
  });

  it('lets members take turns, with no more forwards than tokens and turns', async () => {
    let forwards = 0;
    let tokens = 0;
    let turns = 0;
    for (let seed = 1; seed <= 10; seed += 1) {
      const members = [['const', ' total'], ['let', ' =', ' one']].map((list, k) =>
        new SyntheticMember({ id: `m${k}`, vocabulary: syntheticVocabulary({ words: list }), texts: [text, text], order: 3, onForward: () => void (forwards += 1) }));
      const { pieces } = await sample(members, [0.5, 0.5], seed, 1, 40, 'const');
      tokens += pieces.length;
      turns += pieces.filter((piece, index) => index > 0 && pieces[index - 1]!.member !== piece.member).length;
    }
    expect(turns).toBeGreaterThan(20);
    expect(forwards).toBeLessThanOrEqual(tokens + turns + 10 * 8);
  });
});
