import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteMixture, type MixturePolicy } from '../../src/fusion/decoding/byteMixture.ts';
import { linearPooling } from '../../src/fusion/decoding/linearPooling.ts';
import { logLinearPooling } from '../../src/fusion/decoding/logLinearPooling.ts';
import type { MemberOutlook } from '../../src/fusion/decoding/pooling.ts';
import { weightedPrompts } from '../../src/fusion/decoding/weightedPrompt.ts';
import { noDelta, sumOf } from '../../src/fusion/distribution/delta.ts';
import { endSymbol, symbols } from '../../src/fusion/distribution/prefixView.ts';
import { never, promptOf, utf8 } from '../support/syntheticPack.ts';
import type { SyntheticMember } from '../support/syntheticMember.ts';
import { endProbability, everyText, prefixProbability, tinyMember } from '../support/tinyMembers.ts';

const pools = [['linear', linearPooling], ['log-linear', logLinearPooling]] as const;

const mass = fc.oneof(fc.constant(0), fc.double({ min: 1e-9, max: 1, noNaN: true }));
const outlookOf = fc.record({
  share: fc.double({ min: 0.01, max: 1, noNaN: true }),
  masses: fc.array(mass, { minLength: 4, maxLength: 4 }).filter((all) => all.some((one) => one > 0)),
  tail: fc.constantFrom(0, 1e-6, 0.001, 0.1),
}).map(({ share, masses, tail }): MemberOutlook => {
  const total = masses.reduce((sum, one) => sum + one, 0);
  const known = new Float64Array(symbols);
  masses.forEach((one, index) => {
    known[index === 3 ? endSymbol : 97 + index] = ((1 - tail) * one) / total;
  });
  return { share, known, missing: { ...noDelta, tail }, unasked: 0 };
});
const packOf = fc.array(outlookOf, { minLength: 1, maxLength: 5 });

describe.each(pools)('laws of %s pooling', (_, pooling) => {
  it('sums to one', () => {
    fc.assert(fc.property(packOf, (members) => {
      const { p, delta } = pooling.fuse(members, 0)!;
      expect(p.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 9);
      expect(sumOf(delta)).toBeLessThanOrEqual(1 + 1e-9);
    }));
  });

  it('identical members are one member', () => {
    fc.assert(fc.property(outlookOf, fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 1, maxLength: 4 }), (one, shares) => {
      const alone = pooling.fuse([one], 0)!;
      pooling.fuse(shares.map((share) => ({ ...one, share })), 0)!.p.forEach((p, symbol) => expect(p).toBeCloseTo(alone.p[symbol]!, 9));
    }));
  });

  it('the order of the members is irrelevant', () => {
    fc.assert(fc.property(packOf, (members) => {
      const there = pooling.fuse(members.toReversed(), 0)!;
      pooling.fuse(members, 0)!.p.forEach((p, symbol) => expect(p).toBeCloseTo(there.p[symbol]!, 9));
    }));
  });

  it('is off by no more than it records, wherever the missing mass belongs', () => {
    const splits = fc.array(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 6, maxLength: 6 }), { minLength: 5, maxLength: 5 });
    fc.assert(fc.property(packOf, splits, (members, parts) => {
      const told = members.map((one, k): MemberOutlook => {
        const known = Float64Array.from(one.known);
        const [rest = 0, ...raw] = parts[k]!;
        const total = raw.reduce((sum, part) => sum + part, rest) || 1;
        raw.forEach((part, index) => {
          const symbol = [97, 98, 99, 100, endSymbol][index]!;
          known[symbol] = known[symbol]! + (sumOf(one.missing) * part) / total;
        });
        return { ...one, known, missing: noDelta };
      });
      const [{ p, delta }, { p: truth }] = [pooling.fuse(members, 0)!, pooling.fuse(told, 0)!];
      truth.forEach((q, symbol) => expect(Math.abs(q - p[symbol]!)).toBeLessThanOrEqual(sumOf(delta) + 1e-7));
    }));
  });

  it('no choice that is called decided can be overturned by what was not asked', () => {
    fc.assert(fc.property(packOf, fc.double({ min: 0, max: 0.5, noNaN: true }), fc.array(fc.constantFrom(97, 98, 99, endSymbol), { minLength: 5, maxLength: 5 }), (members, unasked, told) => {
      const before = members.map((one): MemberOutlook => ({ ...one, known: one.known.map((known) => known * (1 - unasked)), missing: { ...one.missing, pruning: unasked }, unasked }));
      fc.pre(pooling.decided(before));
      const after = before.map((one, k): MemberOutlook => {
        const known = Float64Array.from(one.known);
        known[told[k]!] = known[told[k]!]! + unasked;
        return { ...one, known, missing: { ...one.missing, pruning: 0 }, unasked: 0 };
      });
      const [{ p: hasty }, { p: patient }] = [pooling.fuse(before, 0)!, pooling.fuse(after, 0)!];
      expect(patient[hasty.indexOf(Math.max(...hasty))]).toBeCloseTo(Math.max(...patient), 12);
    }));
  });
});

describe('the difference between the rules', () => {
  it('two members that each rule out the other’s choice agree on a third only log-linearly', () => {
    const of = (a: number, b: number, c: number): MemberOutlook => {
      const known = new Float64Array(symbols);
      [a, b, c].forEach((p, index) => {
        known[97 + index] = p;
      });
      return { share: 0.5, known, missing: noDelta, unasked: 0 };
    };
    const members = [of(0.6, 0.01, 0.39), of(0.01, 0.6, 0.39)];
    const best = (p: Float64Array): number => p.indexOf(Math.max(...p));
    expect(best(linearPooling.fuse([of(0.6, 0.1, 0.3), of(0.1, 0.6, 0.3)], 0)!.p)).not.toBe(99);
    expect(best(logLinearPooling.fuse(members, 0)!.p)).toBe(99);
  });

  it('a bound far wider than what is not known takes nothing from what is known', () => {
    const known = new Float64Array(symbols).map((_, symbol) => (symbol === 97 ? 0.9 : symbol === 98 ? 0.1 : 0));
    const member: MemberOutlook = { share: 1, known, missing: { ...noDelta, tail: 1e4 }, unasked: 0 };
    const { p, delta } = logLinearPooling.fuse([member], 0)!;
    expect(p[97]).toBeCloseTo(0.9, 2);
    expect(sumOf(delta)).toBeGreaterThan(0.5);
  });

  it('what may be missing counts once, not at every symbol again', () => {
    const known = new Float64Array(symbols).map((_, symbol) => (symbol === 97 ? 0.9 : 0.1 / (symbols - 1)));
    const member: MemberOutlook = { share: 1, known, missing: { ...noDelta, pruning: 1e-4 }, unasked: 0 };
    const { delta } = logLinearPooling.fuse([member, member], 0)!;
    expect(sumOf(delta)).toBeGreaterThanOrEqual(1e-4 * 0.9);
    expect(sumOf(delta)).toBeLessThan(3e-4);
  });

  it('a member whose list is cut short cannot veto what all others expect', () => {
    const known = (at: number): Float64Array => new Float64Array(symbols).map((_, symbol) => (symbol === at ? 0.99 : 0));
    const member = (at: number, share: number): MemberOutlook => ({ share, known: known(at), missing: { ...noDelta, tail: 0.01 }, unasked: 0 });
    expect(logLinearPooling.fuse([member(97, 0.8), member(98, 0.2)], 0)!.p[97]).toBeGreaterThan(0.9);
  });
});

const exact: MixturePolicy = { epsilon: 0, beam: Infinity, unknown: 0, topK: 1000, spellings: 'all', pooling: 'log-linear' };
const rough = fc.record({
  epsilon: fc.constantFrom(0, 0.01, 0.05, 0.2), beam: fc.integer({ min: 1, max: 6 }), unknown: fc.constantFrom(0, 0.02, 0.25), topK: fc.integer({ min: 1, max: 8 }),
  spellings: fc.constantFrom('all' as const, 'canonical' as const),
});
const words = fc.uniqueArray(fc.constantFrom('aa', 'ab', 'ba', 'bb', 'aab', 'aba', 'bab', 'abba', 'bbb'), { maxLength: 6 });
const letters = fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 24 });
const tiny = fc.record({ words, text: letters }).map(({ words: list, text }) => tinyMember('m', list, text));
const weight = fc.double({ min: 0.05, max: 0.95, noNaN: true });
const next = [97, 98, endSymbol];

async function after(members: readonly SyntheticMember[], weights: readonly number[], text: string): Promise<ByteMixture> {
  const mixture = await ByteMixture.at(weightedPrompts(members.map((member) => promptOf(member, 'b')), weights), exact, false, never);
  for (const byte of utf8(text)) {
    await mixture.look(never);
    await mixture.take(byte, never);
  }
  return mixture;
}

/** Π_k P_k(symbol | text)^{w_k}, normalised over "a", "b" and the end, from every tokenization. */
function geometricMean(members: readonly SyntheticMember[], weights: readonly number[], text: string): number[] {
  const own = members.map((member) => {
    const start = [...member.tokenize(utf8('b'))];
    const whole = prefixProbability(member, start, text);
    return [prefixProbability(member, start, `${text}a`), prefixProbability(member, start, `${text}b`), endProbability(member, start, text)].map((p) => p / whole);
  });
  const scores = next.map((_, index) => Math.exp(own.reduce((sum, p, k) => sum + weights[k]! * Math.log(p[index]!), 0)));
  return scores.map((score) => score / scores.reduce((sum, one) => sum + one, 0));
}

describe('log-linear pooling of texts', () => {
  it('agrees with the geometric mean over every tokenization', async () => {
    await fc.assert(fc.asyncProperty(tiny, tiny, weight, async (one, other, w) => {
      for (const text of everyText(4)) {
        const { p } = (await (await after([one, other], [w, 1 - w], text)).look(never))!;
        geometricMean([one, other], [w, 1 - w], text).forEach((truth, index) => expect(p[next[index]!]).toBeCloseTo(truth, 7));
      }
    }), { numRuns: 10 });
  });

  it('records how far a rough cover is from the geometric mean over every tokenization, as long as no boundary was taken as given', async () => {
    await fc.assert(fc.asyncProperty(tiny, tiny, weight, rough, letters, async (one, other, w, policy, text) => {
      const mixture = await ByteMixture.at(weightedPrompts([one, other].map((member) => promptOf(member, 'b')), [w, 1 - w]), { ...policy, pooling: 'log-linear' }, false, never);
      for (let length = 0; length <= Math.min(5, text.length) && (length === 0 || !mixture.atBoundary); length += 1) {
        const outlook = await mixture.look(never);
        if (outlook === null) return;
        geometricMean([one, other], [w, 1 - w], text.slice(0, length)).forEach((truth, index) =>
          expect(Math.abs((outlook.p[next[index]!] ?? 0) - truth)).toBeLessThanOrEqual(sumOf(outlook.delta) + 1e-7));
        await mixture.take(utf8(text)[length] ?? 97, never);
      }
    }), { numRuns: 100 });
  });

  it('gives a byte that is taken what it was expected with, and more only where it was not listed', async () => {
    await fc.assert(fc.asyncProperty(tiny, tiny, weight, letters, async (one, other, w, text) => {
      const mixture = await ByteMixture.at(weightedPrompts([one, other].map((member) => promptOf(member, 'b')), [w, 1 - w]), exact, false, never);
      for (const byte of utf8(text)) {
        const outlook = await mixture.look(never);
        expect((await mixture.take(byte, never)).probability).toBeCloseTo(outlook!.p[byte]!, 9);
      }
    }), { numRuns: 60 });
  });

  it('chooses without asking everything what asking everything would choose', async () => {
    await fc.assert(fc.asyncProperty(tiny, tiny, weight, letters, rough, async (one, other, w, text, policy) => {
      const mixture = await ByteMixture.at(weightedPrompts([one, other].map((member) => promptOf(member, 'b')), [w, 1 - w]), { ...policy, pooling: 'log-linear' }, false, never);
      for (const byte of utf8(text)) {
        await mixture.lookForBest(never);
        await mixture.take(byte, never);
      }
      const hasty = await mixture.lookForBest(never);
      if (hasty === null) return;
      const chosen = hasty.p.indexOf(Math.max(...hasty.p));
      const patient = await mixture.look(never);
      expect(patient!.p[chosen]).toBeCloseTo(Math.max(...patient!.p), 9);
    }), { numRuns: 200 });
  });
});
