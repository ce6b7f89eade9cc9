import { describe, expect, it } from 'vitest';
import { logSumExp, memberLosses, mixRow } from '../../../src/fusion/weights/fusedLoss.ts';
import { opt, searchGreedily } from '../../../src/fusion/weights/opt.ts';
import { sim } from '../../../src/fusion/weights/sim.ts';
import type { FusedRow } from '../../../src/fusion/weights/weighting.ts';
import { evidenceOf, finish, gatheredRows, golden, weigh } from '../../support/golden.ts';

interface Edge {
  readonly V_ref: number;
  readonly ids: number[];
  readonly columns: number[];
  readonly maps?: readonly (number[] | null)[];
  readonly logits: number[][];
  readonly ignore_index?: number;
  readonly expect: {
    readonly nll: (number | null)[];
    readonly sim: (number | null)[];
    readonly order: number[];
    readonly opt: number[];
    readonly fused_last_row: number[];
  };
}

const { gather, special, logit_scale: scale } = golden('pure_edge.json.gz') as {
  readonly logit_scale: number;
  readonly gather: readonly Edge[];
  readonly special: readonly (Edge & { readonly name: string })[];
};

function matrices(edge: Edge, width: (member: number) => number): Float64Array[][] {
  return edge.logits.map((flat, k) => {
    const columns = edge.columns[k]!;
    return Array.from({ length: flat.length / columns }, (_, r) => Float64Array.from(flat.slice(r * columns, r * columns + width(k)), (value) => value * scale));
  });
}

function close(actual: readonly number[], expected: readonly (number | null)[], tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  actual.forEach((value, index) => expect(Math.abs(value - expected[index]!)).toBeLessThanOrEqual(tolerance));
}

describe('gathering the columns of another vocabulary', () => {
  it('has its 20 cases', () => expect(gather.length).toBe(20));

  it.each(gather.map((edge, index) => ({ edge, index })))('case $index', ({ edge }) => {
    const members = edge.columns.length;
    const all = gatheredRows(matrices(edge, (k) => edge.columns[k]!), edge.maps!, edge.V_ref, edge.ids.slice(1));
    const rows = all.filter((row) => row.target !== 0);
    close(memberLosses(rows, members), edge.expect.nll, 1e-8);
    close(weigh(sim(1, 'per-token'), evidenceOf(rows, members)).lambda, edge.expect.sim, 1e-8);
    const greedy = finish(searchGreedily(rows, members, false));
    expect(greedy.order).toEqual(edge.expect.order);
    close(greedy.lambda, edge.expect.opt, 1e-9);
    const wanted = Float64Array.from(edge.expect.fused_last_row);
    const fused = mixRow(all.at(-1)!.logits, greedy.lambda);
    close([...fused].map((z) => z - logSumExp(fused)), [...wanted].map((z) => z - logSumExp(wanted)), 1e-6);
  });
});

describe('corner cases of the reference implementation', () => {
  const rowsOf = (edge: Edge): FusedRow[] => {
    const logits = matrices(edge, () => edge.V_ref);
    const targets = edge.ids.slice(1);
    return targets.map((target, r) => ({ logits: logits.map((rows) => rows[r]!), target })).filter((row) => row.target !== edge.ignore_index);
  };
  const named = (name: string): Edge => special.find((edge) => edge.name === name)!;

  it.each(['some_ignored', 'shifted', 'padded_columns', 'worst_gets_zero', 'identical_flat'])('%s gives the published weights', (name) => {
    const edge = named(name);
    const rows = rowsOf(edge);
    const members = edge.columns.length;
    close(memberLosses(rows, members), edge.expect.nll, 1e-6);
    close(weigh(sim(1, 'per-token'), evidenceOf(rows, members)).lambda, edge.expect.sim, 1e-6);
    expect(finish(searchGreedily(rows, members, false)).order).toEqual(edge.expect.order);
    close(weigh(opt(false), evidenceOf(rows, members)).lambda, edge.expect.opt, 1e-6);
  });

  it('gives equal weights when no target is scored, where the reference gives NaN or the first member', () => {
    const edge = named('all_ignored');
    expect(rowsOf(edge)).toEqual([]);
    for (const weighting of [sim(1, 'per-token'), opt(false)]) expect(weigh(weighting, evidenceOf(rowsOf(edge), 2)).lambda).toEqual([0.5, 0.5]);
  });

  it('searches on whatever the size of the losses, where the reference only accepts losses below 10,000', () => {
    const edge = named('huge_loss');
    const rows = rowsOf(edge);
    close(memberLosses(rows, 2), edge.expect.nll, 1e-6);
    const greedy = finish(searchGreedily(rows, 2, false));
    expect(greedy.order).toEqual(edge.expect.order);
    expect(greedy.steps[0]!.loss).toBeLessThanOrEqual(59_000);
  });
});
