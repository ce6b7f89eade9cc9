import { describe, expect, it } from 'vitest';
import { compatibleAnswer, distributionAnswer, greedyAnswer, reaches } from '../../../src/engine/member/questions.ts';
import { asToken } from '../../../src/engine/member/tokenIds.ts';

const answer = (masses: readonly (readonly [id: number, mass: number])[]) => ({
  logits: new Map(masses.map(([id, mass]) => [asToken(id), Math.log(mass)] as const)),
  totalLogitWeight: 1 / Math.max(...masses.map(([, mass]) => mass)),
});

describe('what a list leaves out', () => {
  it('is no more probable than the last of the most probable ones', () => {
    const { tail, largestUnlisted } = distributionAnswer(48, 3, answer([[7, 0.5], [2, 0.2], [9, 0.1]]));
    expect(tail).toBeCloseTo(0.2, 4);
    expect(largestUnlisted).toBeCloseTo(0.1, 4);
  });

  it('is improbable where less is listed than was asked for: nothing else is worth listing', () => {
    const { tail, largestUnlisted, beyond } = distributionAnswer(1000, 256, answer([[7, 0.7], [2, 0.2], [9, 0.1]]));
    expect(tail).toBeGreaterThan(0);
    expect(tail).toBeLessThan(1e-4);
    expect(beyond).toBeCloseTo(tail, 6);
    expect(largestUnlisted).toBeLessThan(1e-6);
  });

  it('is nothing of the denominator where the list is longer than what decoding asks for', () => {
    expect(distributionAnswer(100_000, 8192, answer([[7, 0.5], [2, 0.2]])).beyond).toBeUndefined();
  });

  it('may be more probable than a token that is listed for another reason', () => {
    expect(distributionAnswer(48, 3, answer([[7, 0.5], [2, 0.2], [9, 0.1], [4, 0.001]])).largestUnlisted).toBeCloseTo(0.1, 4);
  });

  it('is nothing where few tokens are asked for by name', () => {
    const { ids, tail } = compatibleAnswer(100_000, { ids: Int32Array.of(2, 9), has: (id) => id === 2 || id === 9 }, reaches.shallow, answer([[7, 0.5], [2, 0.2], [9, 0.1]]));
    expect([...ids]).toEqual([2, 9]);
    expect(tail).toBe(0);
  });

  it('is nearly nothing where some tokens are asked for by name, but not over the whole vocabulary', () => {
    const { ids, p, tail, largestUnlisted } = compatibleAnswer(100_000, { ids: Int32Array.from({ length: 200 }, (_, id) => id), has: (id) => id < 200 }, reaches.shallow, answer([[700, 0.5], [2, 0.2]]));
    expect([...ids]).toEqual([2]);
    expect(p[0]).toBeCloseTo(0.2, 4);
    expect(tail).toBeLessThan(1e-4);
    expect(largestUnlisted).toBeLessThan(1e-6);
  });

  it('is no more probable than any listed token where many would have to be named', () => {
    const { ids, tail, largestUnlisted } = compatibleAnswer(100_000, { ids: null, has: (id) => id < 2000 }, reaches.precise, answer([[5000, 0.5], [2, 0.2], [6000, 0.1]]));
    expect([...ids]).toEqual([2]);
    expect(tail).toBeCloseTo(0.2, 12);
    expect(largestUnlisted).toBeCloseTo(0.1, 12);
  });
});

describe('a greedy choice', () => {
  it('is as probable as the unit of the total weight says', () => {
    expect(greedyAnswer({ token: asToken(7), totalLogitWeight: 1.25 })).toEqual({ id: 7, probability: 0.8 });
  });

  it('needs a token and figures that are finite', () => {
    expect(() => greedyAnswer({ token: null, totalLogitWeight: 1 })).toThrow('chose no token');
    expect(() => greedyAnswer({ token: asToken(7) })).toThrow('chose no token');
    expect(() => greedyAnswer({ token: asToken(7), totalLogitWeight: Infinity })).toThrow('not finite');
  });
});
