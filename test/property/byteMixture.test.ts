import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Cover, type CoverPolicy } from '../../src/fusion/distribution/cover.ts';
import { sumOf } from '../../src/fusion/distribution/delta.ts';
import { endSymbol, symbols } from '../../src/fusion/distribution/prefixView.ts';
import { ByteMixture } from '../../src/fusion/decoding/byteMixture.ts';
import { weightedPrompts } from '../../src/fusion/decoding/weightedPrompt.ts';
import { never, promptOf, utf8 } from '../support/syntheticPack.ts';
import type { SyntheticMember } from '../support/syntheticMember.ts';
import { endProbability, everyText, prefixProbability, spellingMasses, tinyMember } from '../support/tinyMembers.ts';

const exact: CoverPolicy = { epsilon: 0, beam: Infinity, unknown: 0, topK: 1000, spellings: 'all' };
const rough = fc.record({
  epsilon: fc.constantFrom(0, 0.01, 0.05, 0.2),
  beam: fc.integer({ min: 1, max: 6 }),
  unknown: fc.constantFrom(0, 0.02, 0.25, 1),
  topK: fc.integer({ min: 1, max: 8 }),
  spellings: fc.constantFrom('all' as const, 'canonical' as const),
});
const words = fc.uniqueArray(fc.constantFrom('aa', 'ab', 'ba', 'bb', 'aab', 'aba', 'bab', 'abba', 'bbb'), { maxLength: 6 });
const letters = fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 24 });
const tiny = fc.record({ words, text: letters }).map(({ words: list, text }) => tinyMember('m', list, text));
const weight = fc.double({ min: 0.05, max: 0.95, noNaN: true });

/** The member's cover behind the text "b", moved on by `text`. It can always follow: the member gives every token some probability. */
async function coverAfter(member: SyntheticMember, text: string, policy: CoverPolicy): Promise<{ cover: Cover; logP: number }> {
  const cover = await Cover.at(member, member.tokenize(utf8('b')), new Uint8Array(0), policy, never);
  let logP = 0;
  for (const byte of utf8(text)) {
    while (cover.unasked > 0) await cover.ask(never);
    const p = await cover.advance(byte, never);
    logP += Math.log(cover.empty ? await cover.retrace(never) : p);
    expect(cover.empty).toBe(false);
  }
  while (cover.unasked > 0) await cover.ask(never);
  return { cover, logP };
}

function outlook(cover: Cover): { p: Float64Array; delta: number } {
  const p = new Float64Array(symbols);
  cover.addSymbols(1, p);
  const known = p.reduce((sum, mass) => sum + mass, 0);
  const missing = sumOf(cover.delta);
  return { p: p.map((mass) => mass / known), delta: missing / (known + missing) };
}

/** The mixture behind "b" and `text`, with what each byte of `text` was given. */
async function mixtureAfter(members: readonly SyntheticMember[], weights: readonly number[], text: string, policy: CoverPolicy) {
  const mixture = await ByteMixture.at(weightedPrompts(members.map((member) => promptOf(member, 'b')), weights), { ...policy, pooling: 'linear' }, false, never);
  const bytes: { probability: number; byMember: readonly number[]; boundary: boolean }[] = [];
  for (const byte of utf8(text)) {
    await mixture.look(never);
    bytes.push({ ...(await mixture.take(byte, never)), boundary: mixture.atBoundary });
  }
  return { outlook: await mixture.look(never), bytes };
}

describe('laws of the byte-level mixture', () => {
  it('an unpruned cover agrees with the sum over every tokenization of every text of up to six bytes', async () => {
    await fc.assert(fc.asyncProperty(tiny, async (member) => {
      const start = [...member.tokenize(utf8('b'))];
      for (const text of everyText(6)) {
        const reached = await coverAfter(member, text, exact);
        const whole = prefixProbability(member, start, text);
        expect(Math.exp(reached.logP)).toBeCloseTo(whole, 10);
        const { p, delta } = outlook(reached.cover);
        expect(delta).toBe(0);
        expect(p[endSymbol]).toBeCloseTo(endProbability(member, start, text) / whole, 10);
        for (const letter of 'ab') expect(p[letter.charCodeAt(0)]).toBeCloseTo(prefixProbability(member, start, text + letter) / whole, 10);
      }
    }), { numRuns: 12 });
  });

  it('a pruned cover is off by no more than it records', async () => {
    await fc.assert(fc.asyncProperty(tiny, rough, async (member, policy) => {
      const start = [...member.tokenize(utf8('b'))];
      for (const text of everyText(5)) {
        const { cover } = await coverAfter(member, text, policy);
        const whole = prefixProbability(member, start, text);
        const { p, delta } = outlook(cover);
        const truth = [prefixProbability(member, start, `${text}a`), prefixProbability(member, start, `${text}b`), endProbability(member, start, text)];
        [97, 98, endSymbol].forEach((symbol, index) => expect(Math.abs((p[symbol] ?? 0) - truth[index]! / whole)).toBeLessThanOrEqual(delta + 1e-9));
      }
    }), { numRuns: 60 });
  });

  it('a cover of many spellings, none of them with a fifth of the mass, keeps the heaviest', async () => {
    const member = tinyMember('m', ['aa', 'aab', 'aba', 'bab', 'bb'], 'abaabb');
    const start = [...member.tokenize(utf8('b'))];
    let even = 0;
    for (const text of everyText(6)) {
      const masses = spellingMasses(member, start, text);
      const whole = masses.reduce((sum, mass) => sum + mass, 0);
      if (Math.max(...masses) < 0.2 * whole) even += 1;
      const { cover } = await coverAfter(member, text, { epsilon: 0.2, beam: 2, unknown: 0, topK: 1, spellings: 'all' });
      const { p, delta } = outlook(cover);
      for (const letter of 'ab') {
        const truth = prefixProbability(member, start, text + letter) / prefixProbability(member, start, text);
        expect(Math.abs((p[letter.charCodeAt(0)] ?? 0) - truth), text + letter).toBeLessThanOrEqual(delta + 1e-9);
      }
    }
    expect(even).toBeGreaterThan(0);
  });

  it('what is taken sums to one over all next symbols, within δ', async () => {
    await fc.assert(fc.asyncProperty(tiny, tiny, weight, letters, rough, async (one, other, w, text, policy) => {
      const start = await mixtureAfter([one, other], [w, 1 - w], text, policy);
      if (start.outlook === null) return;
      const delta = sumOf(start.outlook.delta);
      let total = start.outlook.p[endSymbol]!;
      for (const letter of ['a', 'b']) total += (await mixtureAfter([one, other], [w, 1 - w], text + letter, policy)).bytes.at(-1)!.probability;
      expect(Math.abs(total - 1)).toBeLessThanOrEqual(delta / (1 - delta) + 1e-9);
    }), { numRuns: 60 });
  });

  it('identical members are one member read byte by byte', async () => {
    await fc.assert(fc.asyncProperty(words, letters, letters, weight, rough, async (list, learnt, text, w, policy) => {
      const [one, two, three] = ['m', 'n', 'o'].map((id) => tinyMember(id, list, learnt));
      const alone = await mixtureAfter([one!], [1], text, policy);
      const pack = await mixtureAfter([one!, two!, three!], [w / 2, w / 2, 1 - w], text, policy);
      pack.bytes.forEach(({ probability, byMember }, index) => {
        for (const p of [probability, ...byMember]) expect(p).toBeCloseTo(alone.bytes[index]!.probability, 9);
      });
      pack.outlook?.p.forEach((p, symbol) => expect(p).toBeCloseTo(alone.outlook!.p[symbol]!, 9));
    }), { numRuns: 60 });
  });

  it('the order of the members changes nothing', async () => {
    await fc.assert(fc.asyncProperty(tiny, tiny, weight, letters, rough, async (one, other, w, text, policy) => {
      const here = await mixtureAfter([one, other], [w, 1 - w], text, policy);
      const there = await mixtureAfter([other, one], [1 - w, w], text, policy);
      here.bytes.forEach(({ probability, byMember }, index) => {
        expect(there.bytes[index]!.probability).toBeCloseTo(probability, 9);
        expect(there.bytes[index]!.byMember.toReversed()).toEqual(byMember);
      });
    }), { numRuns: 60 });
  });

  it('inside a chunk no text is less probable than a member alone makes it, up to its weight', async () => {
    await fc.assert(fc.asyncProperty(tiny, tiny, weight, letters, async (one, other, w, text) => {
      const { bytes } = await mixtureAfter([one, other], [w, 1 - w], text, exact);
      let fused = 0;
      let own = [Math.log(w), Math.log(1 - w)];
      for (const { probability, byMember, boundary } of bytes) {
        fused += Math.log(probability);
        own = own.map((logP, k) => logP + Math.log(byMember[k]!));
        expect(fused).toBeGreaterThanOrEqual(Math.max(...own) - 1e-9);
        if (boundary) {
          fused = 0;
          own = [Math.log(w), Math.log(1 - w)];
        }
      }
    }), { numRuns: 60 });
  });

  it('a choice made without asking everything is the one that asking everything would make', async () => {
    await fc.assert(fc.asyncProperty(tiny, tiny, weight, letters, rough, async (one, other, w, text, policy) => {
      const mixture = await ByteMixture.at(weightedPrompts([one, other].map((member) => promptOf(member, 'b')), [w, 1 - w]), { ...policy, pooling: 'linear' }, false, never);
      for (const byte of utf8(text)) {
        await mixture.lookForBest(never);
        await mixture.take(byte, never);
      }
      const hasty = await mixture.lookForBest(never);
      const chosen = hasty!.p.indexOf(Math.max(...hasty!.p));
      const patient = await mixture.look(never);
      expect(patient!.p[chosen]).toBeCloseTo(Math.max(...patient!.p), 9);
    }), { numRuns: 200 });
  });

  it('with single-byte tokens it is the average of the members’ probabilities', async () => {
    await fc.assert(fc.asyncProperty(letters, letters, weight, letters, async (first, second, w, text) => {
      const members = [tinyMember('m', [], first), tinyMember('n', [], second)];
      const { bytes } = await mixtureAfter(members, [w, 1 - w], text, exact);
      bytes.forEach(({ probability }, index) => {
        const own = members.map((member) => {
          const path = member.tokenize(utf8(`b${text.slice(0, index)}`));
          return member.probabilities(path)[member.tokenize(utf8(text.charAt(index)))[0]!]!;
        });
        expect(probability).toBeCloseTo(w * own[0]! + (1 - w) * own[1]!, 10);
      });
    }), { numRuns: 60 });
  });
});
