import type { Random } from '../../base/random.ts';
import type { Distribution } from '../member.ts';

/** A token that was drawn. */
export interface DrawnToken {
  readonly id: number;
  /** The member's own probability of it, before the temperature. */
  readonly p: number;
  /** That of all listed tokens which could have been drawn. */
  readonly of: number;
}

/** An index, drawn in proportion to the weights; null when none is above 0. */
export function drawIndex(weights: readonly number[], random: Random): number | null {
  let left = random() * weights.reduce((sum, weight) => sum + weight, 0);
  let last: number | null = null;
  for (const [index, weight] of weights.entries()) {
    if (weight <= 0) continue;
    last = index;
    left -= weight;
    if (left < 0) break;
  }
  return last;
}

/** One of the listed tokens that `counts`, drawn in proportion to p^(1/T); null when there is none. Among the `most` likeliest ones only. */
export function drawToken({ ids, p }: Distribution, most: number, temperature: number, counts: (id: number) => boolean, random: Random): DrawnToken | null {
  const listed = Array.from(ids, (id, index) => ({ id, p: p[index] ?? 0 })).filter((one) => one.p > 0 && counts(one.id));
  const likeliest = listed.sort((a, b) => b.p - a.p || a.id - b.id).slice(0, most);
  const top = likeliest[0]?.p ?? 0;
  const index = drawIndex(likeliest.map((one) => (one.p / top) ** (1 / temperature)), random);
  const drawn = index === null ? undefined : likeliest[index];
  return drawn === undefined ? null : { ...drawn, of: likeliest.reduce((sum, one) => sum + one.p, 0) };
}
