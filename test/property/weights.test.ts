import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exhaustive } from '../../src/fusion/weights/exhaustive.ts';
import { fusedLoss, memberLosses, mixRow, logSumExp } from '../../src/fusion/weights/fusedLoss.ts';
import { opt } from '../../src/fusion/weights/opt.ts';
import { pinned } from '../../src/fusion/weights/pinned.ts';
import { sim } from '../../src/fusion/weights/sim.ts';
import { topOne } from '../../src/fusion/weights/topOne.ts';
import { uniform } from '../../src/fusion/weights/uniform.ts';
import type { FusedRow, Weighting } from '../../src/fusion/weights/weighting.ts';
import { evidenceOf, weigh } from '../support/golden.ts';

const candidates = 7;

const rowsOf = (members: number): fc.Arbitrary<FusedRow[]> => fc.array(
  fc.record({
    logits: fc.array(fc.array(fc.double({ min: -12, max: 12, noNaN: true }), { minLength: candidates, maxLength: candidates }).map((z) => Float64Array.from(z)), { minLength: members, maxLength: members }),
    target: fc.nat(candidates - 1),
  }),
  { minLength: 1, maxLength: 12 },
);

const pack = fc.integer({ min: 1, max: 4 }).chain((members) => fc.record({ members: fc.constant(members), rows: rowsOf(members) }));

const methods: readonly (readonly [string, Weighting])[] = [
  ['sim per token', sim(1, 'per-token')],
  ['sim per byte', sim(0.25, 'per-byte')],
  ['opt', opt(false)],
  ['opt with early stop', opt(true)],
  ['exhaustive', exhaustive()],
  ['uniform', uniform()],
  ['top one', topOne('per-byte')],
  ['pinned', pinned({ m0: 1, m1: 2, m2: 0, m3: 5 })],
];

const permuted = (rows: readonly FusedRow[], order: readonly number[]): FusedRow[] =>
  rows.map((row) => ({ logits: order.map((k) => row.logits[k]!), target: row.target }));

describe('laws of the weights', () => {
  it.each(methods)('%s lies on the simplex', (_, weighting) => {
    fc.assert(fc.property(pack, ({ members, rows }) => {
      const { lambda } = weigh(weighting, evidenceOf(rows, members));
      expect(lambda.length).toBe(members);
      for (const weight of lambda) expect(weight).toBeGreaterThanOrEqual(0);
      expect(lambda.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
    }));
  });

  it.each(methods.filter(([name]) => name !== 'pinned'))('%s does not depend on the order of the members', (_, weighting) => {
    fc.assert(fc.property(pack.chain((one) => fc.record({ ...one, members: fc.constant(one.members), rows: fc.constant(one.rows), order: fc.shuffledSubarray([...Array(one.members).keys()], { minLength: one.members }) })), ({ members, rows, order }) => {
      const losses = memberLosses(rows, members);
      fc.pre(losses.every((loss, k) => losses.every((other, j) => j === k || Math.abs(loss - other) > 1e-9)));
      const plain = weigh(weighting, evidenceOf(rows, members)).lambda;
      const shuffled = weigh(weighting, evidenceOf(permuted(rows, order), members)).lambda;
      // Grid points can tie up to rounding; then the loss must agree, not the weights.
      const same = order.every((k, index) => Math.abs(plain[k]! - shuffled[index]!) < 1e-9);
      if (!same) expect(fusedLoss(permuted(rows, order), shuffled)).toBeCloseTo(fusedLoss(rows, plain), 9);
    }));
  });

  it.each(methods.filter(([name]) => name !== 'pinned'))('%s of one member is that member', (_, weighting) => {
    fc.assert(fc.property(rowsOf(1), (rows) => {
      expect(weigh(weighting, evidenceOf(rows, 1)).lambda).toEqual([1]);
    }));
  });

  it.each(methods)('%s of identical members is one member', (_, weighting) => {
    fc.assert(fc.property(rowsOf(1), fc.integer({ min: 2, max: 4 }), (rows, members) => {
      const copies = permuted(rows, new Array<number>(members).fill(0));
      const { lambda } = weigh(weighting, evidenceOf(copies, members));
      for (const [r, row] of copies.entries()) {
        const fused = mixRow(row.logits, lambda);
        const alone = rows[r]!.logits[0]!;
        const [a, b] = [logSumExp(fused), logSumExp(alone)];
        fused.forEach((z, c) => expect(Math.exp(z - a)).toBeCloseTo(Math.exp(alone[c]! - b), 9));
      }
    }));
  });
});

describe('laws of the searches', () => {
  it('opt never reads the prompt worse than the best single member, nor after another member is added', () => {
    fc.assert(fc.property(pack, ({ members, rows }) => {
      const losses = memberLosses(rows, members);
      const order = [...losses.keys()].sort((a, b) => losses[a]! - losses[b]! || a - b);
      let earlier = Infinity;
      for (let count = 1; count <= members; count += 1) {
        const part = permuted(rows, order.slice(0, count));
        const loss = fusedLoss(part, weigh(opt(false), evidenceOf(part, count)).lambda);
        expect(loss).toBeLessThanOrEqual(earlier + 1e-9);
        earlier = loss;
      }
      expect(earlier).toBeLessThanOrEqual(Math.min(...losses) + 1e-9);
    }));
  });

  it('opt and exhaustive are the same search for two members', () => {
    fc.assert(fc.property(rowsOf(2), (rows) => {
      const [greedy, whole] = [opt(false), exhaustive()].map((weighting) => weigh(weighting, evidenceOf(rows, 2)).lambda);
      expect(fusedLoss(rows, whole!)).toBeCloseTo(fusedLoss(rows, greedy!), 9);
    }));
  });

  it('exhaustive finds no worse than any grid point tried by hand', () => {
    fc.assert(fc.property(pack.filter(({ members }) => members > 1), fc.array(fc.nat(20), { minLength: 60, maxLength: 60 }), ({ members, rows }, draws) => {
      const { lambda } = weigh(exhaustive(), evidenceOf(rows, members));
      const best = fusedLoss(rows, lambda);
      for (let trial = 0; trial < 20; trial += 1) {
        let left = 20;
        const counts = Array.from({ length: members }, (_, k) => {
          const n = k === members - 1 ? left : Math.min(left, draws[trial * 3 + k]!);
          left -= n;
          return n;
        });
        expect(best).toBeLessThanOrEqual(fusedLoss(rows, counts.map((n) => n / 20)) + 1e-9);
      }
    }));
  });

  it('a constant added to a member\'s logits changes nothing', () => {
    fc.assert(fc.property(rowsOf(3), fc.double({ min: -30, max: 30, noNaN: true }), (rows, constant) => {
      const moved = rows.map((row) => ({ ...row, logits: row.logits.map((z, k) => (k === 1 ? z.map((value) => value + constant) : z)) }));
      for (const weighting of [opt(false), exhaustive()]) {
        const plain = weigh(weighting, evidenceOf(rows, 3)).lambda;
        expect(fusedLoss(rows, weigh(weighting, evidenceOf(moved, 3)).lambda)).toBeCloseTo(fusedLoss(rows, plain), 7);
      }
    }));
  });
});
