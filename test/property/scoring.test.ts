import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { weightedPrompts } from '../../src/fusion/decoding/weightedPrompt.ts';
import type { MixturePolicy } from '../../src/fusion/decoding/byteMixture.ts';
import { scoreBytes } from '../../src/fusion/scoring/byteScore.ts';
import { RememberedMember } from '../../src/fusion/scoring/rememberedMember.ts';
import { scoreTokens } from '../../src/fusion/scoring/tokenScore.ts';
import { decodePolicy, never, promptOf, utf8 } from '../support/syntheticPack.ts';
import type { SyntheticMember } from '../support/syntheticMember.ts';
import { prefixProbability, tinyMember } from '../support/tinyMembers.ts';

const exact: MixturePolicy = { epsilon: 0, beam: Infinity, unknown: 0, topK: 1000, spellings: 'all', pooling: 'linear' };
const words = fc.uniqueArray(fc.constantFrom('aa', 'ab', 'ba', 'bb', 'aab', 'aba', 'bab'), { maxLength: 5 });
const letters = (least: number, most: number): fc.Arbitrary<string> => fc.string({ unit: fc.constantFrom('a', 'b'), minLength: least, maxLength: most });
const tiny = fc.record({ words, text: letters(1, 20) }).map(({ words: list, text }) => tinyMember('m', list, text));
const share = fc.double({ min: 0.05, max: 0.95, noNaN: true });

/** Behind "b", a single token of every tiny vocabulary, so that nothing is spelt again. */
const pack = (members: readonly SyntheticMember[], weights: readonly number[]) => weightedPrompts(members.map((member) => promptOf(member, 'b')), weights);

describe('a given text', () => {
  it('costs a pack of one what all its spellings together are worth', async () => {
    await fc.assert(fc.asyncProperty(tiny, letters(1, 6), async (member, text) => {
      const { bits, impossible } = await scoreBytes(pack([member], [1]), utf8(text), exact, null, never);
      expect(bits).toBeCloseTo(-Math.log2(prefixProbability(member, [...member.tokenize(utf8('b'))], text)), 9);
      expect(impossible).toBe(0);
    }));
  });

  it('costs a pack of equals what it costs one of them, byte by byte and token by token', async () => {
    await fc.assert(fc.asyncProperty(tiny, letters(1, 12), share, async (member, text, weight) => {
      const [one, two] = [pack([member], [1]), pack([member, member], [weight, 1 - weight])];
      const bits = async (members: typeof one): Promise<number> => (await scoreBytes(members, utf8(text), exact, null, never)).bits;
      expect(await bits(two)).toBeCloseTo(await bits(one), 9);
      const tokens = async (members: typeof one): Promise<number> => (await scoreTokens(members, promptOf(member, 'b'), utf8(text), decodePolicy(), never))?.bits ?? NaN;
      expect(await tokens(two)).toBeCloseTo(await tokens(one), 9);
    }));
  });

  it('costs a pack of one, token by token, its own tokens, of the last one all that begin with it', async () => {
    await fc.assert(fc.asyncProperty(tiny, letters(1, 12), async (member, text) => {
      const path = [...member.tokenize(utf8('b'))];
      let nats = 0;
      const ids = [...member.tokenize(utf8(text))];
      ids.forEach((id, index) => {
        const p = member.probabilities(Int32Array.from([...path, ...ids.slice(0, index)]));
        const counts = (other: number): boolean => (index < ids.length - 1 ? other === id : member.vocabulary.tokens[other]!.startsWith(member.vocabulary.tokens[id]!));
        nats += Math.log(Array.from(p.keys()).filter(counts).reduce((sum, other) => sum + p[other]!, 0));
      });
      const score = await scoreTokens(pack([member], [1]), promptOf(member, 'b'), utf8(text), decodePolicy(), never);
      expect(score?.bits).toBeCloseTo(-nats / Math.LN2, 9);
    }));
  });

  it('moves weights by soft-Bayes towards who predicted it, on the simplex; without a rate not at all', async () => {
    await fc.assert(fc.asyncProperty(tiny, tiny, letters(1, 12), share, async (one, other, text, weight) => {
      const members = pack([one, other], [weight, 1 - weight]);
      const still = await scoreBytes(members, utf8(text), exact, null, never);
      expect(still.weights).toEqual([weight, 1 - weight]);
      const moved = await scoreBytes(members, utf8(text), exact, 0.05, never);
      expect(moved.weights.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 9);
      expect(moved.weights.every((each) => each > 0)).toBe(true);
      if (moved.chunks === 0) expect(moved.bits).toBe(still.bits);
    }));
  });

  it('is asked about once, however many read it', async () => {
    await fc.assert(fc.asyncProperty(tiny, letters(1, 10), async (member, text) => {
      let asked = 0;
      const counted = Object.assign(Object.create(member) as SyntheticMember, {
        id: member.id, vocabulary: member.vocabulary, tokenize: (bytes: Uint8Array) => member.tokenize(bytes),
        next: (...args: Parameters<SyntheticMember['next']>) => {
          asked += 1;
          return member.next(...args);
        },
        nextWithin: (...args: Parameters<SyntheticMember['nextWithin']>) => {
          asked += 1;
          return member.nextWithin(...args);
        },
      });
      const first = new RememberedMember(counted);
      const read = async (reader: RememberedMember) => scoreBytes([{ prompt: promptOf(reader, 'b'), weight: 1 }], utf8(text), exact, null, never);
      const score = await read(first);
      const before = asked;
      const second = first.again();
      expect(await read(second)).toEqual(score);
      expect(asked).toBe(before);
      expect(second.forwards).toBe(first.forwards);
      expect(first.forwards).toBeGreaterThan(0);
    }), { numRuns: 30 });
  });
});
