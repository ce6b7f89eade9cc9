import { logSumExp, mixRow } from './fusedLoss.ts';
import type { FusedRow } from './weighting.ts';

/** The grid's step is 1/20 = 0.05, as in the reference implementation. */
const gridSteps = 20;

export interface GridPoint {
  /** λ, multiples of 0.05 that sum to 1. */
  readonly lambda: readonly number[];
  /** Mean cross-entropy there, nats per row. */
  readonly loss: number;
}

/**
 * Fused loss at every point of the simplex grid. A point's unnormalised probabilities are the products Π exp(z_k / 20)^n_k, so each row
 * needs one table of 21 powers per member and then only multiplications: the innermost loop walks the last two
 * members' powers against the product of the earlier ones, which is shared by all points below it.
 */
class GridSearch {
  readonly #members: number;
  readonly totals: number[] = [];
  #candidates = 0;
  #tables: Float64Array[] = [];
  #partials: Float64Array[] = [];
  #row: FusedRow = { logits: [], target: 0 };
  #point = 0;
  readonly #counts: number[];

  constructor(members: number) {
    this.#members = members;
    this.#counts = new Array<number>(members).fill(0);
  }

  addRow(row: FusedRow): void {
    this.#row = row;
    this.#candidates = row.logits[0]?.length ?? 0;
    this.#tables = row.logits.map((z, k) => this.#powers(z, this.#tables[k]));
    this.#point = 0;
    this.#walk(0, gridSteps, null);
  }

  /** exp((z − max) · n / 20) for n = 0…20. Shape [21 × candidates]. */
  #powers(z: Float64Array, reuse: Float64Array | undefined): Float64Array {
    const size = this.#candidates;
    const needed = (gridSteps + 1) * size;
    const table = reuse !== undefined && reuse.length >= needed ? reuse : new Float64Array(needed);
    let max = -Infinity;
    for (const value of z) if (value > max) max = value;
    for (let c = 0; c < size; c += 1) {
      const base = Math.exp(((z[c] ?? 0) - max) / gridSteps);
      let power = 1;
      for (let n = 0; n <= gridSteps; n += 1) {
        table[n * size + c] = power;
        power *= base;
      }
    }
    return table;
  }

  #walk(member: number, left: number, product: Float64Array | null): void {
    if (member >= this.#members - 2) {
      this.#lastPair(member, left, product);
      return;
    }
    const table = this.#tables[member] ?? new Float64Array(0);
    const size = this.#candidates;
    let partial = this.#partials[member];
    if (partial === undefined || partial.length < size) {
      partial = new Float64Array(size);
      this.#partials[member] = partial;
    }
    for (let n = 0; n <= left; n += 1) {
      this.#counts[member] = n;
      const offset = n * size;
      for (let c = 0; c < size; c += 1) partial[c] = (product === null ? 1 : (product[c] ?? 0)) * (table[offset + c] ?? 0);
      this.#walk(member + 1, left - n, partial);
    }
  }

  #lastPair(member: number, left: number, product: Float64Array | null): void {
    const a = this.#tables[member] ?? new Float64Array(0);
    const b = this.#tables[member + 1] ?? new Float64Array(0);
    const size = this.#candidates;
    for (let n = 0; n <= left; n += 1) {
      const atA = n * size;
      const atB = (left - n) * size;
      let sum = 0;
      if (product === null) for (let c = 0; c < size; c += 1) sum += (a[atA + c] ?? 0) * (b[atB + c] ?? 0);
      else for (let c = 0; c < size; c += 1) sum += (product[c] ?? 0) * (a[atA + c] ?? 0) * (b[atB + c] ?? 0);
      this.#counts[member] = n;
      this.#counts[member + 1] = left - n;
      this.totals[this.#point] = (this.totals[this.#point] ?? 0) + this.#loss(sum);
      this.#point += 1;
    }
  }

  /** −ln of the target's share in `sum`; the products of far-apart members can vanish, then it is computed by logarithms. */
  #loss(sum: number): number {
    const target = this.#row.target;
    let numerator = 1;
    for (let k = 0; k < this.#members; k += 1) {
      numerator *= this.#tables[k]?.[(this.#counts[k] ?? 0) * this.#candidates + target] ?? NaN;
    }
    if (sum > 1e-250 && numerator > 1e-250) return Math.log(sum) - Math.log(numerator);
    const mixed = mixRow(this.#row.logits, this.#counts.map((n) => n / gridSteps));
    return logSumExp(mixed) - (mixed[target] ?? NaN);
  }
}

/** All points of the grid in lexicographic order, as multiples of 1/20. */
function* points(members: number, left: number): Generator<number[]> {
  if (members === 1) {
    yield [left];
    return;
  }
  for (let n = 0; n <= left; n += 1) for (const rest of points(members - 1, left - n)) yield [n, ...rest];
}

/**
 * The point of the simplex grid (step 0.05, two to four members) with the smallest fused loss, the first in lexicographic order on exact
 * ties; null when no point has a finite loss. Yields after each row. Points per row: 21, 231, 1771.
 */
export function* searchGrid(rows: readonly FusedRow[], members: number): Generator<undefined, GridPoint | null, undefined> {
  const search = new GridSearch(members);
  for (const row of rows) {
    search.addRow(row);
    yield undefined;
  }
  let best: GridPoint | null = null;
  let index = 0;
  for (const counts of points(members, gridSteps)) {
    const loss = (search.totals[index] ?? NaN) / rows.length;
    if (Number.isFinite(loss) && (best === null || loss < best.loss)) best = { lambda: counts.map((n) => n / gridSteps), loss };
    index += 1;
  }
  return best;
}
