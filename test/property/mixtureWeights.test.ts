import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitMixture, mixture, uncertainty, type MixtureEvidence } from '../../src/fusion/weights/mixture.ts';
import { inverseOf } from '../../src/fusion/weights/positiveDefinite.ts';
import { weigh } from '../support/golden.ts';

const logP = fc.double({ min: -14, max: 0, noNaN: true });

const evidence: fc.Arbitrary<MixtureEvidence> = fc.record({ members: fc.integer({ min: 1, max: 4 }), count: fc.integer({ min: 0, max: 30 }) }).chain(({ members, count }) => fc.record({
  chunks: fc.array(fc.array(logP, { minLength: count, maxLength: count }).map((own) => Float64Array.from(own)), { minLength: members, maxLength: members }),
  prior: fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: members, maxLength: members }).map((raw) => raw.map((share) => share / raw.reduce((sum, one) => sum + one, 0))),
  strength: fc.constantFrom(1, 5, 20),
  halfLife: fc.constantFrom(10, 100),
}));

/** The objective at `w`, nats per chunk, as the method states it. */
function objectiveAt({ chunks, prior, strength, halfLife }: MixtureEvidence, w: readonly number[]): number {
  const count = chunks[0]!.length;
  const gamma = Array.from({ length: count }, (_, t) => 0.5 ** ((count - 1 - t) / halfLife));
  const total = gamma.reduce((sum, value) => sum + value, strength);
  const data = gamma.reduce((sum, value, t) => sum + value * Math.log(w.reduce((q, share, k) => q + share * Math.exp(chunks[k]![t]!), 0)), 0);
  return (data + strength * prior.reduce((sum, share, k) => sum + share * Math.log(w[k]!), 0)) / total;
}

/** Every point of the simplex grid with `steps` steps. */
function grid(members: number, steps: number): number[][] {
  if (members === 1) return [[steps]];
  return Array.from({ length: steps + 1 }, (_, first) => grid(members - 1, steps - first).map((rest) => [first, ...rest])).flat();
}

describe('laws of the mixture weights', () => {
  it('lie on the simplex, and the objective never falls', () => {
    fc.assert(fc.property(evidence, (given) => {
      const { lambda, objective, certificate } = fitMixture(given);
      expect(lambda.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9);
      for (const weight of lambda) expect(weight).toBeGreaterThan(0);
      objective.forEach((value, round) => expect(value).toBeGreaterThanOrEqual((objective[round - 1] ?? -Infinity) - 1e-12));
      expect(objective.at(-1)).toBeCloseTo(objectiveAt(given, lambda), 9);
      expect(certificate).toBeGreaterThanOrEqual(0);
    }), { numRuns: 200 });
  });

  it('no point of a fine grid is better by more than the certificate', () => {
    fc.assert(fc.property(evidence, (given) => {
      const { lambda, certificate } = fitMixture(given);
      const reached = objectiveAt(given, lambda);
      for (const point of grid(lambda.length, lambda.length > 3 ? 12 : 30)) {
        const w = point.map((share) => Math.max(share, 1e-9) / point.reduce((sum, one) => sum + Math.max(one, 1e-9), 0));
        expect(objectiveAt(given, w)).toBeLessThanOrEqual(reached + certificate + 1e-9);
      }
    }), { numRuns: 60 });
  });

  it('the order of the members changes nothing', () => {
    fc.assert(fc.property(evidence, (given) => {
      const turned = fitMixture({ ...given, chunks: given.chunks.toReversed(), prior: given.prior.toReversed() });
      fitMixture(given).lambda.toReversed().forEach((weight, k) => expect(turned.lambda[k]).toBeCloseTo(weight, 9));
    }), { numRuns: 60 });
  });

  it('their errors are those of the curvature, measured by stepping from one member to another', () => {
    fc.assert(fc.property(evidence, (given) => {
      const { lambda } = fitMixture(given);
      const errors = uncertainty(given, lambda);
      const count = given.chunks[0]!.length;
      const total = Array.from({ length: count }, (_, t) => 0.5 ** ((count - 1 - t) / given.halfLife)).reduce((sum, value) => sum + value, given.strength);
      const last = lambda.length - 1;
      if (last === 0) {
        expect(errors[0]! ** 2).toBeCloseTo(0, 12);
        return;
      }
      // Coordinates of the simplex: all weights but the last. Steps are a share of the smallest weight that they change.
      const step = Math.min(...lambda) * 1e-2;
      const at = (moves: readonly (readonly [number, number])[]): number => {
        const w = [...lambda];
        for (const [k, by] of moves) {
          w[k]! += by;
          w[last]! -= by;
        }
        return -total * objectiveAt(given, w);
      };
      const curvature = Array.from({ length: last }, (_, k) => Array.from({ length: last }, (__, j) =>
        (at([[k, step], [j, step]]) - at([[k, step], [j, -step]]) - at([[k, -step], [j, step]]) + at([[k, -step], [j, -step]])) / (4 * step * step)));
      const covariance = inverseOf(curvature);
      for (let k = 0; k < last; k += 1) expect(errors[k]! / Math.sqrt(covariance[k]![k]!)).toBeCloseTo(1, 2);
      const sum = covariance.flat().reduce((a, b) => a + b, 0);
      expect(errors[last]! / Math.sqrt(sum)).toBeCloseTo(1, 2);
    }), { numRuns: 100 });
  });

  it('their errors without chunks are those of the prior, and more text that says the same makes them smaller by its root', () => {
    fc.assert(fc.property(evidence, (given) => {
      const nothing = { ...given, chunks: given.chunks.map(() => new Float64Array(0)) };
      uncertainty(nothing, given.prior).forEach((error, k) => expect(error ** 2).toBeCloseTo((given.prior[k]! * (1 - given.prior[k]!)) / given.strength, 12));
      const once = { ...given, halfLife: Infinity };
      const { lambda } = fitMixture(once);
      const fourfold = { ...once, strength: 4 * given.strength, chunks: given.chunks.map((own) => Float64Array.from([...own, ...own, ...own, ...own])) };
      uncertainty(fourfold, lambda).forEach((error, k) => expect(error ** 2).toBeCloseTo(uncertainty(once, lambda)[k]! ** 2 / 4, 12));
    }), { numRuns: 60 });
  });

  it('recent chunks count more', () => {
    const early = Float64Array.from({ length: 200 }, (_, t) => (t < 100 ? -1 : -3));
    const { lambda } = fitMixture({ chunks: [early, early.toReversed()], prior: [0.5, 0.5], strength: 20, halfLife: 20 });
    expect(lambda[1]).toBeGreaterThan(0.7);
  });

  it('members without figures get nothing, and the prior decides where there are no chunks', () => {
    const fit = (nats: number) => ({ nats, tokens: 10, bytes: 40 });
    const { lambda, note } = weigh(mixture({ priorStrength: 20, priorTemperature: 0.1, halfLife: 100, blindCap: 0.5 }, null), { ids: ['a', 'b', 'c'], fits: [fit(40), fit(NaN), fit(44)], rows: [], chunks: [0, 1, 2].map(() => new Float64Array(0)), seesSuffix: [false, false, false] });
    expect(lambda[1]).toBe(0);
    expect(lambda[0]! / lambda[2]!).toBeCloseTo(Math.E, 6);
    expect(note).toContain('mixture');
  });
});
