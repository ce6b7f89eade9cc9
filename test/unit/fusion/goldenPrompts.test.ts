import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fusedLoss, logSumExp, memberLosses, mixRow } from '../../../src/fusion/weights/fusedLoss.ts';
import { opt, searchGreedily } from '../../../src/fusion/weights/opt.ts';
import { searchGrid } from '../../../src/fusion/weights/simplexGrid.ts';
import { sim } from '../../../src/fusion/weights/sim.ts';
import type { FusedRow } from '../../../src/fusion/weights/weighting.ts';
import { evidenceOf, finish, gatheredRows, golden, goldenBytes, weighed } from '../../support/golden.ts';

interface Point {
  readonly lam: number[];
  readonly nll: number;
  readonly ppl: number;
}

interface Next {
  readonly argmax: number;
  readonly top5: readonly (readonly [number, number])[];
}

interface Expected {
  readonly members: string[];
  readonly nll: number[];
  readonly ppl: number[];
  readonly order: number[];
  readonly sim: Record<string, Point>;
  readonly opt: Point & { readonly steps: readonly { readonly member: number; readonly lam: number; readonly nll: number }[] };
  readonly opt_early_stop_lam: number[];
  readonly grid2: Point & { readonly members: number[] };
  readonly grid3: Point & { readonly members: number[] };
  readonly next: { readonly sim: Next; readonly opt: Next };
}

interface Block {
  readonly reference: string;
  readonly layout: 'aligned' | 'raw';
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly T: number;
  readonly V_ref: number;
  readonly eos: number;
  readonly ids: number[];
  readonly columns: number[];
  readonly pack4: Expected;
  readonly pack3?: Expected;
}

const { scale, pack4, prompts } = golden('fusion.json.gz') as {
  readonly scale: number;
  readonly pack4: string[];
  readonly prompts: readonly { readonly id: string; readonly specialist_data: Block; readonly natural_data?: Block }[];
};

const blocks = prompts.flatMap(({ id, specialist_data: specialists, natural_data: natural }) =>
  [specialists, ...(natural === undefined ? [] : [natural])].map((block) => ({ name: `${id} over ${block.reference}`, block })));

/** The stored logits as rows over the reference vocabulary, all T of them; the last row predicts what follows the prompt. */
function rowsOf(block: Block): FusedRow[] {
  const stored = goldenBytes(block.file);
  expect(stored.length).toBe(block.bytes);
  expect(createHash('sha256').update(stored).digest('hex')).toBe(block.sha256);
  let at = 0;
  const matrices = block.columns.map((columns) => Array.from({ length: block.T }, () => {
    const row = Float64Array.from({ length: columns }, (_, c) => stored.readInt16LE(at + 2 * c) * scale);
    at += 2 * columns;
    return row;
  }));
  const maps = pack4.map((member) =>
    (block.layout === 'aligned' || member === block.reference ? null : (golden(`maps/${block.reference}__${member}.json.gz`) as { map: number[] }).map));
  return gatheredRows(matrices, maps, block.V_ref, [...block.ids.slice(1), -1]);
}

/** The suggested tolerance of the data's description; weights of the greedy search must be exact. */
const near = 1e-6;

function close(actual: readonly number[], expected: readonly number[], tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  actual.forEach((value, index) => expect(Math.abs(value - expected[index]!)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(expected[index]!))));
}

function expectNext(row: FusedRow, lambda: readonly number[], next: Next): void {
  const fused = mixRow(row.logits, lambda);
  const normaliser = logSumExp(fused);
  const ranked = [...fused.keys()].sort((a, b) => fused[b]! - fused[a]!).slice(0, 5);
  expect(ranked[0]).toBe(next.argmax);
  close(ranked.map((id) => Math.exp(fused[id]! - normaliser)), next.top5.map(([, p]) => p), near);
  close(next.top5.map(([id]) => Math.exp(fused[id]! - normaliser)), next.top5.map(([, p]) => p), near);
}

function check(all: readonly FusedRow[], eos: number, wanted: Expected): void {
  const n = wanted.members.length;
  const rows = all.slice(0, -1).filter((row) => row.target !== eos);
  const losses = memberLosses(rows, n);
  const evidence = evidenceOf(rows, n);
  close(losses, wanted.nll, near);
  close(losses.map(Math.exp), wanted.ppl, 1e-5);
  for (const [tau, point] of Object.entries(wanted.sim)) {
    const found = weighed(sim(Number(tau), 'per-token'), evidence);
    close(found.lambda, point.lam, near);
    close([found.loss, Math.exp(found.loss)], [point.nll, point.ppl], 1e-5);
    if (tau === '1') expectNext(all.at(-1)!, found.lambda, wanted.next.sim);
  }
  const greedy = finish(searchGreedily(rows, n, false));
  expect(greedy.order).toEqual(wanted.order);
  expect(greedy.steps.map((step) => step.member)).toEqual(wanted.opt.steps.map((step) => step.member));
  close(greedy.steps.map((step) => step.kept), wanted.opt.steps.map((step) => step.lam), 1e-9);
  close(greedy.steps.map((step) => step.loss), wanted.opt.steps.map((step) => step.nll), near);
  close(greedy.lambda, wanted.opt.lam, 1e-9);
  close([fusedLoss(rows, greedy.lambda)], [wanted.opt.nll], near);
  close([Math.exp(fusedLoss(rows, greedy.lambda))], [wanted.opt.ppl], 1e-5);
  expectNext(all.at(-1)!, greedy.lambda, wanted.next.opt);
  close(weighed(opt(true), evidence).lambda, wanted.opt_early_stop_lam, 1e-9);
  for (const grid of [wanted.grid2, wanted.grid3]) {
    const narrowed = rows.map((row) => ({ logits: grid.members.map((k) => row.logits[k]!), target: row.target }));
    const best = finish(searchGrid(narrowed, grid.members.length));
    close(best!.lambda, grid.lam, 1e-9);
    close([best!.loss, Math.exp(best!.loss)], [grid.nll, grid.ppl], 1e-5);
  }
}

describe('real prompts, four models of four tokenizers', () => {
  it('has its 14 blocks', () => expect(blocks.length).toBe(14));

  it.each(blocks)('$name', ({ block }) => {
    const rows = rowsOf(block);
    check(rows, block.eos, block.pack4);
    if (block.pack3 === undefined) return;
    const from = block.pack3.members.map((member) => pack4.indexOf(member));
    check(rows.map((row) => ({ logits: from.map((k) => row.logits[k]!), target: row.target })), block.eos, block.pack3);
  });
});
