import { describe, expect, it } from 'vitest';
import { exhaustive } from '../../../src/fusion/weights/exhaustive.ts';
import { memberLosses } from '../../../src/fusion/weights/fusedLoss.ts';
import { opt, searchGreedily } from '../../../src/fusion/weights/opt.ts';
import { sim } from '../../../src/fusion/weights/sim.ts';
import type { FusedRow } from '../../../src/fusion/weights/weighting.ts';
import { evidenceOf, finish, golden, weighed } from '../../support/golden.ts';

interface Point {
  readonly lam: number[];
  readonly nll: number;
  readonly ppl: number;
}

interface Pure {
  readonly V: number;
  readonly positions: number;
  readonly logit_scale: number;
  readonly ignore_index: number;
  readonly cases: readonly {
    readonly id: number;
    readonly n: number;
    readonly targets: number[];
    readonly logits: number[][];
    readonly expect: {
      readonly nll: number[];
      readonly order: number[];
      readonly sim: Record<string, Point>;
      readonly opt: Point & { readonly steps: readonly { readonly member: number; readonly lam: number; readonly nll: number }[] };
      readonly opt_early_stop?: Pick<Point, 'lam' | 'nll'>;
      readonly grid: Point;
    };
  }[];
}

const { V, positions, logit_scale: scale, ignore_index: ignored, cases } = golden('pure.json.gz') as Pure;

/** Losses are stored with nine decimals; 1e-8 leaves room for another order of summation. */
const near = 1e-8;

function rowsOf({ targets, logits }: Pure['cases'][number]): FusedRow[] {
  return Array.from({ length: positions }, (_, r) => ({
    logits: logits.map((flat) => Float64Array.from(flat.slice(r * V, (r + 1) * V), (value) => value * scale)),
    target: targets[r]!,
  })).filter((row) => row.target !== ignored);
}

function expectClose(actual: readonly number[], expected: readonly number[], tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  actual.forEach((value, index) => expect(Math.abs(value - expected[index]!)).toBeLessThanOrEqual(tolerance));
}

describe('weights of the reference implementation on random logits', () => {
  it('has its 200 cases', () => expect(cases.length).toBe(200));

  it.each(cases)('case $id of $n members', (one) => {
    const rows = rowsOf(one);
    const { expect: wanted, n } = one;
    const evidence = evidenceOf(rows, n);
    expectClose(memberLosses(rows, n), wanted.nll, near);
    for (const [tau, point] of Object.entries(wanted.sim)) {
      const found = weighed(sim(Number(tau), 'per-token'), evidence);
      expectClose(found.lambda, point.lam, near);
      expectClose([found.loss, Math.exp(found.loss)], [point.nll, point.ppl], 1e-6);
    }
    const greedy = finish(searchGreedily(rows, n, false));
    expect(greedy.order).toEqual(wanted.order);
    expect(greedy.steps.map((step) => step.member)).toEqual(wanted.opt.steps.map((step) => step.member));
    expectClose(greedy.steps.map((step) => step.kept), wanted.opt.steps.map((step) => step.lam), 1e-9);
    expectClose(greedy.steps.map((step) => step.loss), wanted.opt.steps.map((step) => step.nll), near);
    const whole = weighed(opt(false), evidence);
    expectClose(whole.lambda, wanted.opt.lam, 1e-9);
    expectClose([whole.loss, Math.exp(whole.loss)], [wanted.opt.nll, wanted.opt.ppl], 1e-6);
    const stopped = weighed(opt(true), evidence);
    expectClose(stopped.lambda, (wanted.opt_early_stop ?? wanted.opt).lam, 1e-9);
    expectClose([stopped.loss], [(wanted.opt_early_stop ?? wanted.opt).nll], near);
    const grid = weighed(exhaustive(), evidence);
    expectClose(grid.lambda, wanted.grid.lam, 1e-9);
    expectClose([grid.loss, Math.exp(grid.loss)], [wanted.grid.nll, wanted.grid.ppl], 1e-6);
  });
});
