import { failures } from '../../base/errors.ts';
import type { ChosenToken, Distribution } from '../../fusion/member.ts';
import type { Output, Question } from './kvCache.ts';
import { asToken } from './tokenIds.ts';

/** Of vocabularies up to this size every token is listed where weights are fitted to whole distributions. */
const completeUpTo = 8192;
/** Up to this size sorting the whole vocabulary for an exact denominator costs less than a fifth of a forward pass of the smallest models. */
const exactUpTo = 65_536;
/** Larger vocabularies: the denominator is the mass of this many top tokens, unless more are to be listed: then it is exact. */
const denominatorTokens = 4096;
/** Mass beyond them, on average. */
const beyondDenominator = 0.0015;

/** How probable is `id`? Over the whole vocabulary, without sorting it. */
export function askTrueToken(id: number): Question {
  return { logits: { filter: { tokens: [asToken(id)], includeSelected: true } }, totalLogitWeight: true };
}

/** Natural logarithm of the probability of `id`, from the answer to `askTrueToken`. */
export function trueTokenAnswer(vocabularySize: number, id: number, answer: Output): number {
  const { logits, totalLogitWeight } = present(answer, vocabularySize);
  const logit = logits.get(asToken(id));
  if (logit === undefined) throw failures.internal('the engine library left out a logit it was asked for');
  return logit - Math.max(...logits.values()) - Math.log(totalLogitWeight);
}

/**
 * What comes next? The `topK` most probable tokens; with `whole`, all of them where the vocabulary is small. Listing a whole vocabulary of 5,120
 * tokens costs about as much again as the forward pass of the starter models, which decoding would pay for every token. `id` is listed too, unless
 * the denominator does not reach so far.
 */
export function askDistribution(vocabularySize: number, topK: number, whole: boolean, id: number | null): Question {
  if (whole && vocabularySize <= completeUpTo) return { logits: true, totalLogitWeight: true };
  const top = { logits: { filter: { tokens: id === null ? [] : [asToken(id)], includeTop: topK } }, totalLogitWeight: true };
  if (vocabularySize <= exactUpTo) return top;
  return { ...top, options: { temperature: 1, topK: topK > denominatorTokens ? 0 : denominatorTokens, topP: 1, minP: 0 } };
}

/** The answer to `askDistribution`. */
export function distributionAnswer(vocabularySize: number, topK: number, answer: Output): Distribution {
  const { logits, totalLogitWeight } = present(answer, vocabularySize <= exactUpTo ? vocabularySize : denominatorTokens);
  const ids = new Int32Array(logits.size);
  const p = new Float64Array(logits.size);
  let index = 0;
  let largest = -Infinity;
  for (const [id, logit] of logits) {
    if (index === 0) largest = logit;
    ids[index] = id;
    p[index++] = Math.exp(logit - largest);
  }
  const listed = p.reduce((sum, weight) => sum + weight, 0);
  const total = logits.size === vocabularySize ? listed : Math.max(listed, totalLogitWeight);
  for (let i = 0; i < p.length; i++) p[i] = (p[i] ?? 0) / total;
  const exact = vocabularySize <= exactUpTo || logits.size === vocabularySize || topK > denominatorTokens;
  const top = logits.size > topK ? p.toSorted().at(-topK) : Math.min(...p);
  return { ids, p, tail: (total - listed) / total, largestUnlisted: top ?? 1, ...(exact ? {} : { beyond: beyondDenominator }) };
}

/** Up to so many tokens are asked for by name: with 400 to 900 of them, the larger the vocabulary the fewer, listing the most probable ones costs as much. */
const namedTokens = 500;
const insteadOfNamed = 16_384;

/** How probable is each of these tokens? Over the whole vocabulary, without `topK`, under which a filter would return only tokens within it. */
export function askCompatible(ids: Int32Array): Question {
  const filter = ids.length > namedTokens ? { tokens: [], includeTop: insteadOfNamed } : { tokens: Array.from(ids, asToken), includeSelected: true };
  return { logits: { filter }, totalLogitWeight: true };
}

/** The answer to `askCompatible`; `tail` is the mass of all tokens that were not listed where the tokens were too many to be asked for by name. */
export function compatibleAnswer(vocabularySize: number, ids: Int32Array, answer: Output): Distribution {
  const { logits, totalLogitWeight } = present(answer, vocabularySize);
  let largest = -Infinity;
  let smallest = Infinity;
  for (const logit of logits.values()) {
    largest = Math.max(largest, logit);
    smallest = Math.min(smallest, logit);
  }
  const unlisted = ids.length > namedTokens && logits.size < vocabularySize;
  let listed = 0;
  if (unlisted) for (const logit of logits.values()) listed += Math.exp(logit - largest);
  const found = ids.filter((id) => logits.has(asToken(id)));
  const p = Float64Array.from(found, (id) => Math.exp((logits.get(asToken(id)) ?? -Infinity) - largest) / totalLogitWeight);
  if (!unlisted) return { ids: found, p, tail: 0 };
  return { ids: found, p, tail: Math.max(0, 1 - listed / totalLogitWeight), largestUnlisted: Math.exp(smallest - largest) / totalLogitWeight };
}

/** Which token does greedy decoding choose, and how probable is it? No logit is listed: the chosen one is the largest, and the total is in its unit. */
export const askGreedy: Question = { token: true, totalLogitWeight: true };

export function greedyAnswer({ token, totalLogitWeight }: Output): ChosenToken {
  if (token === undefined || token === null || totalLogitWeight === undefined) throw failures.internal('the engine library chose no token');
  return { id: token, probability: 1 / finite(totalLogitWeight) };
}

/** A model whose tokens are this close to equally probable has not computed anything. */
const nothingComputed = 0.999;

/** The total is over so many `candidates`. */
function present(answer: Output, candidates: number): { readonly logits: ReadonlyMap<number, number>; readonly totalLogitWeight: number } {
  const { logits, totalLogitWeight } = answer;
  if (logits === undefined || totalLogitWeight === undefined) throw failures.internal('the engine library returned no logits');
  if (totalLogitWeight > nothingComputed * candidates) throw failures.internal('the model finds every token equally probable');
  return { logits, totalLogitWeight: finite(totalLogitWeight) };
}

function finite(totalLogitWeight: number): number {
  if (!(totalLogitWeight > 0 && totalLogitWeight < Infinity)) throw failures.internal('the model computed numbers that are not finite');
  return totalLogitWeight;
}
