import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PoolingRule } from '../../src/fusion/decoding/pooling.ts';
import { lookUp } from '../../src/fusion/decoding/lookUp.ts';
import { SyntheticMember, syntheticVocabulary } from '../support/syntheticMember.ts';
import { decoded, decodePolicy, promptOf, utf8, weightsOf } from '../support/syntheticPack.ts';

const snippets = ['const total = 0;\n', 'const totals = [];\n', 'return total;\n', 'return totals.map(one);\n', 'let one = 1;\nlet two = 2;\n', 'for (const one of totals) ', 'größe = 1;\n'];
const texts = fc.array(fc.constantFrom(...snippets), { minLength: 1, maxLength: 5 }).map((parts) => parts.join(''));
const words = fc.uniqueArray(fc.constantFrom('const', ' total', 'return', ' re', 'tot', 'als', ' =', ' one', 'let', ';\n', ' [', '];', 'ö', 'gr', 'turn'), { maxLength: 12 });
const member = fc.record({ words, text: texts, order: fc.integer({ min: 1, max: 4 }) });
interface Case {
  readonly members: readonly { readonly words: readonly string[]; readonly text: string; readonly order: number }[];
  readonly weights: readonly number[];
  readonly before: string;
  readonly kind: 'line' | 'text';
  readonly pooling: PoolingRule;
  readonly maxBytes: number;
  /** What a look-up elsewhere comes up with; '' when there is nothing. */
  readonly elsewhere: string;
}
const pack: fc.Arbitrary<Case> = fc.record({
  members: fc.array(member, { minLength: 2, maxLength: 4 }),
  weights: fc.array(fc.double({ min: 0.05, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 }),
  before: fc.tuple(texts, fc.constantFrom('', 'const ', 'retur', 'let on')).map(([text, rest]) => text + rest),
  kind: fc.constantFrom('line' as const, 'text' as const),
  pooling: fc.constantFrom('linear' as const, 'log-linear' as const),
  maxBytes: fc.integer({ min: 1, max: 60 }),
  elsewhere: fc.constantFrom('', 'n total = 1;\nö', ...snippets),
});

/** What the pack writes, with or without drafts; members are made anew, so that nothing is known from before. */
async function written({ members, weights, before, kind, pooling, maxBytes, elsewhere }: Case, drafts: boolean) {
  const accepted = new Map<string, number>();
  const prompts = members.map((one, k) => promptOf(new SyntheticMember({ id: `m${k}`, vocabulary: syntheticVocabulary(one), texts: [one.text, one.text], order: one.order }), before));
  const onAccepted = (id: string, tokens: number): void => void accepted.set(id, (accepted.get(id) ?? 0) + tokens);
  const lookUpElsewhere = (_: Uint8Array, __: number, most: number): Uint8Array => utf8(elsewhere).subarray(0, most);
  const policy = decodePolicy({ decoding: 'bytes', pooling, shape: { kind }, maxBytes, ...(drafts ? { drafting: { onAccepted, lookUp: lookUpElsewhere } } : {}) });
  return { ...(await decoded(prompts, weightsOf(weights.slice(0, members.length)), policy)), accepted };
}

describe('drafting', () => {
  it('changes neither the text nor what each piece was given', async () => {
    await fc.assert(fc.asyncProperty(pack, async (one) => {
      const plain = await written(one, false);
      const drafted = await written(one, true);
      const figures = ({ pieces }: typeof plain) => pieces.map(({ text, member: id, probability, byMember }) => ({ text, id, probability, byMember }));
      expect(figures(drafted)).toEqual(figures(plain));
      expect(drafted.stop).toBe(plain.stop);
    }), { numRuns: 60 });
  });

  it('comes to be accepted where the members agree', async () => {
    const members = [['const', ' total'], ['re', 'turn', 'tot']].map((list) => ({ words: list, text: 'const total = 0;\nreturn total;\n', order: 4 }));
    const one: Case = { members, weights: [0.5, 0.5, 0, 0], before: 'const to', kind: 'text', pooling: 'linear', maxBytes: 24, elsewhere: '' };
    const { pieces, accepted } = await written(one, true);
    expect([...accepted.values()].reduce((sum, tokens) => sum + tokens, 0)).toBeGreaterThan(4);
    expect(pieces.some(({ origin }) => origin?.kind === 'drafted')).toBe(true);
  });
});

describe('drafting from elsewhere', () => {
  const members = [['const', ' total'], ['re', 'turn']].map((list) => ({ words: list, text: 'const total = 0;\nreturn total;\n', order: 4 }));
  const one: Case = { members, weights: [0.5, 0.5, 0, 0], before: 'const total = 0;\nretur', kind: 'text', pooling: 'linear', maxBytes: 8, elsewhere: 'n total;\n' };

  it('copies what the text itself does not hold', async () => {
    const { pieces, accepted } = await written(one, true);
    expect(pieces.map(({ text }) => text).join('')).toBe('n total;');
    expect(pieces.some(({ origin }) => origin?.kind === 'look-up')).toBe(true);
    expect([...accepted.keys()]).toEqual(['m0', 'm1']);
  });

  it('is asked only where the text itself holds nothing, for what its rules of copying want', async () => {
    const asked: { whole: string; least: number; most: number }[] = [];
    const lookUpElsewhere = (whole: Uint8Array, least: number, most: number): Uint8Array => {
      asked.push({ whole: new TextDecoder().decode(whole), least, most });
      return new Uint8Array(0);
    };
    const before = 'const total';
    const prompts = members.map(({ words: list, text, order }, k) => promptOf(new SyntheticMember({ id: `m${k}`, vocabulary: syntheticVocabulary({ words: list }), texts: [text], order }), before));
    await decoded(prompts, weightsOf([0.5, 0.5]), decodePolicy({ decoding: 'bytes', shape: { kind: 'text' }, maxBytes: 60, drafting: { lookUp: lookUpElsewhere } }));
    expect(asked).not.toHaveLength(0);
    for (const { whole, least, most } of asked) {
      expect(whole.startsWith(before)).toBe(true);
      expect(lookUp(utf8(whole), least, most)).toHaveLength(0);
    }
  });
});

describe('looking up', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 0, maxLength: 60 });

  it('gives what followed the latest place with the longest agreement', () => {
    fc.assert(fc.property(text, fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 12 }), (whole, least, most) => {
      let wanted = '';
      for (let length = least; length < whole.length; length += 1) {
        const at = whole.slice(0, -1).lastIndexOf(whole.slice(-length));
        if (at === -1) break;
        wanted = whole.slice(at + length, at + length + most);
      }
      expect(new TextDecoder().decode(lookUp(utf8(whole), least, most))).toBe(wanted);
    }), { numRuns: 300 });
  });
});
