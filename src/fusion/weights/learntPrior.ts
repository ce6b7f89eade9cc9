import { atLeast, normalised } from './simplex.ts';
import { softBayes } from './softBayes.ts';

/** Fill-in-the-middle prompts and plain ones have priors of their own: members that see the text after the cursor gain there. */
export type PromptKind = 'plain' | 'fim';

/** What accepted text in one language has taught about the members. */
export interface LearntPrior {
  /** On the simplex. */
  readonly members: readonly { readonly id: string; readonly weight: number }[];
  /** Chunks that it was learnt from. */
  readonly chunks: number;
}

export interface LearningPolicy {
  /** η of soft-Bayes. */
  readonly rate: number;
  /** Weight that no member falls below, as long as there are few enough of them. */
  readonly floor: number;
}

/** Members remembered at most; the heaviest stay. */
const mostMembers = 64;

/**
 * The prior for the members of a pack, matched by id. A member that nothing was learnt about gets what `fair` gives it; the others divide the rest
 * as they were learnt. Positive and on the simplex where `fair` is. Shape [ids].
 */
export function sharesOf(learnt: LearntPrior | null, ids: readonly string[], fair: readonly number[]): readonly number[] {
  const known = new Map(learnt?.members.map(({ id, weight }) => [id, weight]));
  const learntTotal = ids.reduce((sum, id) => sum + (known.get(id) ?? 0), 0);
  if (!(learntTotal > 0)) return fair;
  const rest = ids.reduce((sum, id, k) => sum - (known.has(id) ? 0 : (fair[k] ?? 0)), 1);
  return ids.map((id, k) => {
    const weight = known.get(id);
    return weight === undefined ? (fair[k] ?? 0) : (rest * weight) / learntTotal;
  });
}

/**
 * What is known once the user has accepted or typed a text, by soft-Bayes over its chunks. Members that are not in the pack keep what was learnt about them.
 * @param chunks ln p of each chunk of the text, given the text before it. Shape [ids][chunks].
 */
export function learn(learnt: LearntPrior | null, ids: readonly string[], chunks: readonly Float64Array[], { rate, floor }: LearningPolicy): LearntPrior | null {
  const count = chunks[0]?.length ?? 0;
  if (ids.length < 2 || count === 0) return learnt;
  const before = sharesOf(learnt, ids, ids.map(() => 1 / ids.length));
  const after = atLeast(softBayes(before, chunks, rate), floor);
  const absent = (learnt?.members ?? []).filter(({ id }) => !ids.includes(id));
  const present = Math.max(floor, 1 - absent.reduce((sum, { weight }) => sum + weight, 0));
  const members = [...ids.map((id, k) => ({ id, weight: present * (after[k] ?? 0) })), ...absent]
    .toSorted((a, b) => b.weight - a.weight).slice(0, mostMembers);
  const weights = normalised(members.map(({ weight }) => weight)) ?? [];
  return { members: members.map(({ id }, k) => ({ id, weight: weights[k] ?? 0 })), chunks: (learnt?.chunks ?? 0) + count };
}
