import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bootstrap } from '../../../src/evaluation/statistics/bootstrap.ts';
import { seededRandom, shuffled } from '../../../src/base/random.ts';
import { areaUnderCurve, ranksOf, spearman } from '../../../src/evaluation/statistics/ranks.ts';

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const meanOfAll = (strata: readonly (readonly number[])[]): number => mean(strata.flat());

describe('the bootstrap', () => {
  it('covers the mean of a normal sample as theory says', () => {
    const random = seededRandom(7);
    const normal = Array.from({ length: 400 }, () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()));
    const { value, low, high } = bootstrap([normal], meanOfAll, { seed: 1, resamples: 4000 });
    expect(value).toBeCloseTo(mean(normal), 12);
    const half = 1.96 * Math.sqrt(mean(normal.map((each) => (each - value) ** 2)) / normal.length);
    expect(value - low).toBeGreaterThan(0.85 * half);
    expect(value - low).toBeLessThan(1.15 * half);
    expect(high - value).toBeGreaterThan(0.85 * half);
    expect(high - value).toBeLessThan(1.15 * half);
  });

  it('says the same for the same seed, and something else for another', () => {
    const values = Array.from({ length: 50 }, (_, index) => Math.sin(index));
    const of = (seed: number) => bootstrap([values], meanOfAll, { seed, resamples: 200 });
    expect(of(3)).toEqual(of(3));
    expect(of(3)).not.toEqual(of(4));
  });

  it('keeps the size of every stratum', () => {
    const sizes = new Set<string>();
    bootstrap([[1, 2, 3], [4]], (strata) => {
      sizes.add(strata.map(({ length }) => length).join());
      return 0;
    }, { seed: 1, resamples: 20 });
    expect([...sizes]).toEqual(['3,1']);
  });

  it('keeps pairs together: a constant difference has no spread', () => {
    const pairs = Array.from({ length: 30 }, (_, index) => ({ a: index ** 2, b: index ** 2 - 3 }));
    expect(bootstrap([pairs], ([some = []]) => mean(some.map(({ a, b }) => b - a)), { seed: 1, resamples: 100 })).toEqual({ value: -3, low: -3, high: -3 });
  });
});

describe('ranks', () => {
  it('shares the rank of equal values', () => {
    expect(ranksOf([3, 1, 3, 2])).toEqual([3.5, 1, 3.5, 2]);
  });

  it('Spearman\'s correlation is 1 for any increasing relation, and changes sign with it', () => {
    fc.assert(fc.property(fc.uniqueArray(fc.integer({ min: -50, max: 50 }), { minLength: 2 }), (values) => {
      expect(spearman(values.map((value) => [value, value ** 3 + value]))).toBeCloseTo(1, 9);
      expect(spearman(values.map((value) => [value, -value]))).toBeCloseTo(-1, 9);
    }));
  });

  it('Spearman\'s correlation with ties is Pearson\'s of the shared ranks', () => {
    expect(spearman([[1, 2], [2, 2], [3, 4]])).toBeCloseTo(Math.sqrt(3) / 2, 12);
    expect(spearman([[1, 5], [2, 5]])).toBeNaN();
  });

  it('the area under the curve counts pairs, ties half', () => {
    const scored = (scores: readonly (readonly [number, boolean])[]) => areaUnderCurve(scores.map(([score, positive]) => ({ score, positive })));
    expect(scored([[0.9, true], [0.8, false], [0.7, true], [0.1, false]])).toBe(0.75);
    expect(scored([[0.5, true], [0.5, false]])).toBe(0.5);
    expect(scored([[0.5, true]])).toBeNaN();
    fc.assert(fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.boolean()), { minLength: 2, maxLength: 30 }), (all) => {
      const positives = all.filter(([, positive]) => positive);
      const negatives = all.filter(([, positive]) => !positive);
      fc.pre(positives.length > 0 && negatives.length > 0);
      const won = positives.flatMap(([a]) => negatives.map(([b]): number => (a > b ? 1 : a === b ? 0.5 : 0)));
      expect(scored(all)).toBeCloseTo(mean(won), 12);
    }));
  });
});

describe('random numbers', () => {
  it('are the same for a seed and spread evenly', () => {
    const random = seededRandom(1);
    const values = Array.from({ length: 10_000 }, random);
    expect(values.slice(0, 100)).toEqual(Array.from({ length: 100 }, ((again) => () => again())(seededRandom(1))));
    expect(mean(values)).toBeGreaterThan(0.49);
    expect(mean(values)).toBeLessThan(0.51);
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
  });

  it('shuffle without losing anything', () => {
    const items = Array.from({ length: 40 }, (_, index) => index);
    const order = shuffled(items, seededRandom(5));
    expect(order).not.toEqual(items);
    expect(order.toSorted((a, b) => a - b)).toEqual(items);
  });
});
