import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { learn, sharesOf, type LearntPrior } from '../../src/fusion/weights/learntPrior.ts';
import { atLeast } from '../../src/fusion/weights/simplex.ts';
import { softBayes } from '../../src/fusion/weights/softBayes.ts';
import { readLearnt, writeLearnt } from '../../src/protocol/learntFile.ts';
import type { LearntReport } from '../../src/protocol/reports.ts';

const logP = fc.oneof({ weight: 9, arbitrary: fc.double({ min: -40, max: 0, noNaN: true }) }, { weight: 1, arbitrary: fc.constantFrom(-Infinity, -800, NaN) });
const finite = fc.double({ min: -40, max: 0, noNaN: true });
const simplex = (members: number): fc.Arbitrary<readonly number[]> => fc.array(fc.double({ min: 0.001, max: 1, noNaN: true }), { minLength: members, maxLength: members })
  .map((raw) => raw.map((share) => share / raw.reduce((sum, one) => sum + one, 0)));
const chunksOf = (members: number, nats: fc.Arbitrary<number>, most = 60): fc.Arbitrary<readonly Float64Array[]> => fc.nat(most).chain((count) =>
  fc.array(fc.array(nats, { minLength: count, maxLength: count }).map((own) => Float64Array.from(own)), { minLength: members, maxLength: members }));
const rate = fc.constantFrom(0.01, 0.05, 0.3, 1);
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const ids = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', '__proto__', 'constructor'), { minLength: 2, maxLength: 5 });
const learnt: fc.Arbitrary<LearntPrior | null> = fc.option(ids.chain((known) => fc.record({
  members: simplex(known.length).map((weights) => known.map((id, k) => ({ id, weight: weights[k]! }))), chunks: fc.nat(500),
})));
const policy = fc.record({ rate, floor: fc.constantFrom(0, 0.01, 0.06) });

describe('laws of soft-Bayes', () => {
  it('stays on the simplex, whatever the figures', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 5 }).chain((n) => fc.record({ weights: simplex(n), chunks: chunksOf(n, logP), eta: rate })), ({ weights, chunks, eta }) => {
      const after = softBayes(weights, chunks, eta);
      expect(sum(after)).toBeCloseTo(1, 9);
      for (const weight of after) expect(weight).toBeGreaterThanOrEqual(0);
    }));
  });

  it('loses at most −ln w / η more than any member alone', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 5 }).chain((n) => fc.record({ weights: simplex(n), chunks: chunksOf(n, finite), eta: rate })), ({ weights, chunks, eta }) => {
      let current = weights;
      let loss = 0;
      const count = chunks[0]!.length;
      for (let t = 0; t < count; t += 1) {
        const now = chunks.map((own) => own.subarray(t, t + 1));
        loss -= Math.log(sum(current.map((weight, k) => weight * Math.exp(now[k]![0]!))));
        current = softBayes(current, now, eta);
      }
      chunks.forEach((own, k) => expect(loss + sum([...own])).toBeLessThanOrEqual(-Math.log(weights[k]!) / eta + 1e-6));
      softBayes(weights, chunks, eta).forEach((weight, k) => expect(weight).toBeCloseTo(current[k]!, 9));
    }));
  });

  it('a member that predicts every chunk best gains with each', () => {
    fc.assert(fc.property(simplex(3), chunksOf(3, finite, 20), rate, (weights, chunks, eta) => {
      const best = chunks[0]!.map((_, t) => Math.max(...chunks.map((own) => own[t]!)) + 0.1);
      const after = softBayes(weights, [best, ...chunks.slice(1)], eta);
      expect(after[0]).toBeGreaterThanOrEqual(weights[0]! - 1e-12);
    }));
  });
});

describe('laws of the learnt prior', () => {
  it('a floor is kept, and neither the sum nor the order changes', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 6 }).chain(simplex), fc.double({ min: 0, max: 0.3, noNaN: true }), (weights, floor) => {
      const raised = atLeast(weights, floor);
      expect(sum(raised)).toBeCloseTo(1, 9);
      for (const weight of raised) expect(weight).toBeGreaterThanOrEqual(Math.min(floor, 1 / weights.length) - 1e-12);
      weights.forEach((weight, k) => weights.forEach((other, j) => {
        if (weight > other) expect(raised[k]).toBeGreaterThanOrEqual(raised[j]! - 1e-12);
      }));
    }));
  });

  it('what was learnt lies on the simplex, and no member of the pack falls below the floor in it', () => {
    fc.assert(fc.property(learnt, ids.chain((pack) => fc.record({ pack: fc.constant(pack), chunks: chunksOf(pack.length, logP) })), policy, (known, { pack, chunks }, { rate: eta, floor }) => {
      const after = learn(known, pack, chunks, { rate: eta, floor });
      if (chunks[0]!.length === 0) {
        expect(after).toBe(known);
        return;
      }
      expect(after!.chunks).toBe((known?.chunks ?? 0) + chunks[0]!.length);
      expect(sum(after!.members.map(({ weight }) => weight))).toBeCloseTo(1, 9);
      const fair = pack.map(() => 1 / pack.length);
      const shares = sharesOf(after, pack, fair);
      expect(sum(shares)).toBeCloseTo(1, 9);
      for (const share of shares) expect(share).toBeGreaterThanOrEqual(Math.min(floor, 1 / pack.length) - 1e-9);
    }));
  });

  it('members that are not in the pack keep their part, and new ones get a fair share', () => {
    const known: LearntPrior = { members: [{ id: 'a', weight: 0.6 }, { id: 'b', weight: 0.2 }, { id: 'gone', weight: 0.2 }], chunks: 100 };
    expect(sharesOf(known, ['b', 'new', 'a'], [0.3, 0.4, 0.3])).toEqual([expect.closeTo(0.15), 0.4, expect.closeTo(0.45)]);
    const after = learn(known, ['a', 'b'], [Float64Array.of(-1), Float64Array.of(-1)], { rate: 0.05, floor: 0.01 });
    expect(after!.members.find(({ id }) => id === 'gone')!.weight).toBeCloseTo(0.2, 9);
    expect(after!.members.find(({ id }) => id === 'a')!.weight).toBeCloseTo(0.6, 9);
  });

  it('learns who predicts the accepted text, in any order of the members', () => {
    fc.assert(fc.property(learnt, ids.filter((pack) => pack.length === 3).chain((pack) => fc.record({ pack: fc.constant(pack), chunks: chunksOf(3, finite) })), policy, (known, { pack, chunks }, learning) => {
      const here = learn(known, pack, chunks, learning);
      const there = learn(known, pack.toReversed(), chunks.toReversed(), learning);
      const weightIn = (prior: LearntPrior | null, id: string): number => prior?.members.find((one) => one.id === id)?.weight ?? 0;
      for (const id of pack) expect(weightIn(there, id)).toBeCloseTo(weightIn(here, id), 9);
    }));
  });
});

describe('the file of learnt weights', () => {
  const report: fc.Arbitrary<LearntReport> = fc.record({
    language: fc.string({ maxLength: 20 }), kind: fc.constantFrom('plain' as const, 'fim' as const), chunks: fc.nat(),
    members: fc.array(fc.record({ id: fc.string({ maxLength: 20 }), weight: fc.double({ min: 0, max: 1, noNaN: true }).map((weight) => weight + 0) }), { maxLength: 5 }),
  });
  const all = fc.array(report, { maxLength: 6 });

  it('comes back as it was written', () => {
    fc.assert(fc.property(all, (learntReports) => {
      expect(JSON.stringify(readLearnt(writeLearnt(learntReports)))).toBe(JSON.stringify(learntReports));
    }));
  });

  it('is either whole or nothing when it is damaged', () => {
    fc.assert(fc.property(all, fc.nat(), fc.string(), fc.nat(20), (learntReports, at, inserted, removed) => {
      const written = writeLearnt(learntReports);
      const cut = at % (written.length + 1);
      const read = readLearnt(written.slice(0, cut) + inserted + written.slice(cut + removed));
      for (const { members, chunks } of read ?? []) {
        expect(Number.isInteger(chunks)).toBe(true);
        for (const { weight } of members) expect(weight).toBeLessThanOrEqual(1);
      }
    }));
    expect(readLearnt('')).toBeNull();
    expect(readLearnt('{"version":2,"learnt":[]}')).toBeNull();
    expect(readLearnt(writeLearnt([{ language: 'c', kind: 'plain', chunks: -1, members: [] }]))).toBeNull();
  });
});
