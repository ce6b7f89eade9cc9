import { addDelta, noDelta, scaleDelta } from '../distribution/delta.ts';
import { symbols } from '../distribution/prefixView.ts';
import type { MemberOutlook, Pooling } from './pooling.ts';

function mixed(members: readonly MemberOutlook[]): Float64Array {
  const mass = new Float64Array(symbols);
  for (const { share, known } of members) {
    for (let symbol = 0; symbol < symbols; symbol += 1) mass[symbol] = (mass[symbol] ?? 0) + share * (known[symbol] ?? 0);
  }
  return mass;
}

/** How far the largest value is ahead of the next one. */
function lead(values: Float64Array): number {
  let first = 0;
  let second = 0;
  for (const value of values) {
    if (value > first) [first, second] = [value, first];
    else if (value > second) second = value;
  }
  return first - second;
}

/** The mixture over strings, q(b | u) = Σ_k w_k P_k(ub) / Σ_k w_k P_k(u): shares are w_k P_k(u) over their sum. */
export const linearPooling: Pooling = {
  carriesOver: true,

  fuse(members, dropped) {
    const mass = mixed(members);
    const total = mass.reduce((sum, value) => sum + value, 0);
    if (!(total > 0)) return null;
    const missing = members.reduce((sum, one) => addDelta(sum, one.missing, one.share), { ...noDelta, pruning: dropped });
    return { p: mass.map((value) => value / total), delta: scaleDelta(missing, 1 / (total + missing.tail + missing.pruning)) };
  },

  /** What it hides counts by its mass, whatever its λ. */
  mayHide: (members, unknown) => members.map(() => unknown),

  decided(members) {
    return lead(mixed(members)) > members.reduce((sum, { share, unasked }) => sum + share * unasked, 0);
  },

  taken(members, own) {
    return members.reduce((sum, { share }, k) => sum + share * (own[k] ?? 0), 0);
  },
};
