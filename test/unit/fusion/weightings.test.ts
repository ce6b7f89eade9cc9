import { describe, expect, it } from 'vitest';
import { exhaustive } from '../../../src/fusion/weights/exhaustive.ts';
import { fusedLoss } from '../../../src/fusion/weights/fusedLoss.ts';
import { opt } from '../../../src/fusion/weights/opt.ts';
import { pinned } from '../../../src/fusion/weights/pinned.ts';
import { sim } from '../../../src/fusion/weights/sim.ts';
import { topOne } from '../../../src/fusion/weights/topOne.ts';
import { uniform } from '../../../src/fusion/weights/uniform.ts';
import type { FusedRow, MemberFit, PromptEvidence } from '../../../src/fusion/weights/weighting.ts';
import { evidenceOf, weigh } from '../../support/golden.ts';

const fit = (nats: number, tokens: number, bytes: number): MemberFit => ({ nats, tokens, bytes });
const evidence = (...fits: MemberFit[]): PromptEvidence => ({ ids: fits.map((_, k) => `m${k}`), fits, rows: [], chunks: [], seesSuffix: fits.map(() => false) });

const every = [sim(1, 'per-token'), sim(1, 'per-byte'), topOne('per-byte'), opt(true), exhaustive()];

describe('nothing to compare', () => {
  it.each([
    ['no text', evidence(fit(0, 0, 0), fit(0, 0, 0))],
    ['a member without scored tokens', evidence(fit(0, 0, 0), fit(3, 2, 4))],
    ['no usable figures', evidence(fit(NaN, 2, 4), fit(Infinity, 2, 4))],
  ])('%s gives equal weights and says so', (_, nothing) => {
    for (const weighting of every) {
      const { lambda, note } = weigh(weighting, nothing);
      expect(lambda).toEqual([0.5, 0.5]);
      expect(note).toContain('all weigh the same');
    }
  });

  it('leaves a single member its whole weight', () => {
    for (const weighting of every) expect(weigh(weighting, evidence(fit(3, 2, 4))).lambda).toEqual([1]);
  });
});

describe('sim', () => {
  it('is the softmax of the negative log-perplexity', () => {
    const { lambda } = weigh(sim(0.5, 'per-token'), evidence(fit(2, 2, 8), fit(6, 4, 8)));
    expect(lambda[0]! / lambda[1]!).toBeCloseTo(Math.exp((1.5 - 1) / 0.5), 12);
  });

  it('per byte, does not reward short tokens', () => {
    const same = evidence(fit(8, 8, 16), fit(8, 2, 16));
    expect(weigh(sim(1, 'per-byte'), same).lambda).toEqual([0.5, 0.5]);
    expect(weigh(sim(1, 'per-token'), same).lambda[0]).toBeGreaterThan(0.9);
  });

  it('per byte, scales by the mean bytes per token of the pack', () => {
    const { lambda } = weigh(sim(1, 'per-byte'), evidence(fit(4, 4, 12), fit(8, 4, 12)));
    expect(Math.log(lambda[0]! / lambda[1]!)).toBeCloseTo((8 / 12 - 4 / 12) * 3, 12);
  });

  it('gives a member without usable figures nothing', () => {
    expect(weigh(sim(1, 'per-byte'), evidence(fit(4, 4, 12), fit(NaN, 4, 12), fit(4, 4, 12))).lambda).toEqual([0.5, 0, 0.5]);
  });
});

describe('top one', () => {
  it('is the smallest loss, the first on a tie', () => {
    expect(weigh(topOne('per-byte'), evidence(fit(5, 2, 4), fit(3, 2, 4), fit(3, 2, 4))).lambda).toEqual([0, 1, 0]);
  });
});

describe('uniform', () => {
  it('is the same for all', () => expect(weigh(uniform(), evidence(fit(5, 2, 4), fit(3, 2, 4))).lambda).toEqual([0.5, 0.5]));
});

describe('pinned', () => {
  const pack = evidence(fit(5, 2, 4), fit(3, 2, 4), fit(1, 2, 4));
  it('is normalised over the members present', () => expect(weigh(pinned({ m0: 1, m2: 3, gone: 9 }), pack).lambda).toEqual([0.25, 0, 0.75]));

  it.each([{}, { m0: 0 }, { gone: 1 }, { m0: Infinity }])('%j falls back to equal weights and says so', (weights) => {
    const { lambda, note } = weigh(pinned(weights), pack);
    expect(lambda).toEqual([1 / 3, 1 / 3, 1 / 3]);
    expect(note).toContain('pinned');
  });

  it('takes no weight from an object\'s prototype', () => {
    expect(weigh(pinned(Object.create({ m0: 1 }) as Record<string, number>), pack).lambda).toEqual([1 / 3, 1 / 3, 1 / 3]);
  });
});

describe('methods that fuse the prompt', () => {
  /** Each member knows one of the targets only, so that every pair gains by mixing. */
  const rowsOf = (members: number): FusedRow[] => Array.from({ length: members * 3 }, (_, r) => ({
    logits: Array.from({ length: members }, (_unused, k) => Float64Array.from({ length: members + 4 }, (_x, c) => (c === r % members ? (k === r % members ? 4 : 1.5 - 0.2 * k) : 0))),
    target: r % members,
  }));

  it('takes only the best four of five members into the exhaustive search', () => {
    const { lambda, note } = weigh(exhaustive(), evidenceOf(rowsOf(5), 5));
    expect(lambda.filter((weight) => weight === 0).length).toBeGreaterThanOrEqual(1);
    expect(lambda.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
    expect(note).toContain('best 4');
  });

  it('gives a member whose logits are no numbers nothing', () => {
    const rows = rowsOf(3).map((row) => ({ ...row, logits: row.logits.map((z, k) => (k === 1 ? z.map(() => NaN) : z)) }));
    for (const weighting of [opt(false), exhaustive()]) {
      const { lambda } = weigh(weighting, evidenceOf(rows, 3));
      expect(lambda[1]).toBe(0);
      expect(fusedLoss(rows, lambda)).toBeLessThanOrEqual(fusedLoss(rows, [1, 0, 0]));
    }
  });

  it('finds the same optimum when members are too far apart for products of probabilities', () => {
    const rows = rowsOf(2).map((row) => ({ ...row, logits: row.logits.map((z, k) => z.map((value, c) => value + (c % 2 === k ? -4000 : 0))) }));
    const { lambda } = weigh(exhaustive(), evidenceOf(rows, 2));
    const losses = Array.from({ length: 21 }, (_, n) => fusedLoss(rows, [n / 20, 1 - n / 20]));
    expect(lambda[0]).toBe(losses.indexOf(Math.min(...losses)) / 20);
  });

  it('can be left between two steps', () => {
    const search = exhaustive().weigh(evidenceOf(rowsOf(3), 3));
    expect(search.next().done).toBe(false);
    search.return({ lambda: [], note: '' });
    expect(search.next().done).toBe(true);
  });
});
