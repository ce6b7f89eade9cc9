import type { Clock } from '../../base/clock.ts';
import type { MemberBackend } from '../../fusion/member.ts';
import { fimFrame, plainFrame, type FimOrder, type Frame } from './fimOrder.ts';
import { fimHoles, type Hole } from './fimSamples.ts';

/**
 * Measuring may take this long, ms: a few seconds once per file are worth the right order, a minute of a large model is not. Where it would
 * take longer, the order that models with FIM tokens are commonly trained in is assumed.
 */
const budgetMs = 8000;

/** The speed seen within the first moments, ms, says more about what else the machine is doing than about the model. */
const leastSeenMs = 1000;

/**
 * By how much an order that shows the text after the cursor may predict the middles worse than the text before alone, as a share: it
 * also tells the member where to end, which the probability of a middle does not count.
 */
const mostWorse = 0.03;

/** Σ −ln P(middle) over the holes, nats. */
export interface FimLosses {
  readonly plain: number;
  readonly prefixSuffixMiddle: number;
  readonly suffixPrefixMiddle: number;
}

type Measured = Pick<MemberBackend, 'vocabulary' | 'tokenize' | 'score'>;
type FrameOf = (after: Int32Array) => Frame;

/**
 * The order with the least loss, or null when both predict the middles worse than the text before the cursor alone. A loss that is not
 * a number is the worst of all.
 */
export function chooseFimOrder({ plain, prefixSuffixMiddle, suffixPrefixMiddle }: FimLosses): FimOrder {
  const [prefixFirst, suffixFirst] = [worstIfUnknown(prefixSuffixMiddle), worstIfUnknown(suffixPrefixMiddle)];
  if (Math.min(prefixFirst, suffixFirst) > worstIfUnknown(plain) * (1 + mostWorse)) return null;
  return suffixFirst < prefixFirst ? 'suffix-prefix-middle' : 'prefix-suffix-middle';
}

const worstIfUnknown = (nats: number): number => (Number.isFinite(nats) ? nats : Infinity);

/** How well a member predicts what is left out of a few short texts, in each order; null without FIM tokens, and when that would take too long. */
export async function measureFimOrder(member: Measured, clock: Clock, signal: AbortSignal): Promise<FimLosses | null> {
  const { vocabulary } = member;
  const { fim } = vocabulary;
  if (fim === null) return null;
  const order = (name: NonNullable<FimOrder>): FrameOf => (after) => fimFrame(vocabulary, fim, name, after);
  const orders: readonly FrameOf[] = [() => plainFrame(vocabulary), order('prefix-suffix-middle'), order('suffix-prefix-middle')];
  const runs = orders.flatMap((frameOf, index) => fimHoles.map((hole) => ({ index, ...pathOf(member, frameOf, hole) })));
  const losses = orders.map(() => 0);
  let left = runs.reduce((sum, { path }) => sum + path.length, 0);
  const all = left;
  // The first evaluation also brings the model's weights into memory, which says nothing about the speed of the next.
  const [first] = runs;
  if (first !== undefined) await member.score(first.path.subarray(0, 2), 1, signal);
  const started = clock.now();
  for (const { index, path, from } of runs) {
    const score = await member.score(path, from, signal);
    losses[index] = score.reduce((sum, nats) => sum - nats, losses[index] ?? 0);
    left -= path.length;
    const seenMs = clock.now() - started;
    if (seenMs > leastSeenMs && seenMs * all > budgetMs * (all - left)) return null;
  }
  const [plain = 0, prefixSuffixMiddle = 0, suffixPrefixMiddle = 0] = losses;
  return { plain, prefixSuffixMiddle, suffixPrefixMiddle };
}

/** The same tokens of the middle in every order, so that nothing but the order differs. */
function pathOf(member: Measured, frameOf: FrameOf, { before, middle, after }: Hole): { readonly path: Int32Array; readonly from: number } {
  const tokens = (text: string, continues: boolean): Int32Array => member.tokenize(Buffer.from(text, 'utf8'), continues);
  const { head, tail } = frameOf(tokens(after, true));
  const known = Int32Array.of(...head, ...tokens(before, false), ...tail);
  return { path: Int32Array.of(...known, ...tokens(middle, true)), from: known.length };
}
