import { failures } from '../../base/errors.ts';
import type { ChosenToken, Distribution } from '../../fusion/member.ts';
import type { Output, Question } from './kvCache.ts';
import { asToken } from './tokenIds.ts';

/** Of vocabularies up to this size every token is listed where weights are fitted to whole distributions. */
const completeUpTo = 8192;
/** A longer list than this is asked for to measure with: its denominator is the whole vocabulary's. */
const exactFrom = 4096;
/**
 * Tokens with less than this share of the most probable one's probability are not looked at: the library sorts what is left, and sorting whole vocabularies takes an eighth of the time of a token of SmolLM2 and
 * a third of Gemma's.
 */
const leastShare = 1e-7;
/** Mass of these tokens: .00005 on average and .0008 at most, at 96 places of the samples in three models. */
const beyondLeastShare = 5e-5;
/** The library takes null, not 0, as none: 0 sorts the whole vocabulary. */
const none = null as unknown as number;
const likely = { temperature: 1, topK: none, topP: none, minP: leastShare };

/** Tokens listed of large vocabularies where fewer are asked for: they cost hardly more, and what is not listed has to be asked for by another forward pass. Of small ones a longer list costs more than it saves. */
const listedOf = (vocabularySize: number, topK: number): number => Math.max(topK, Math.min(1024, vocabularySize >> 4));
/** Whether a list of so many tokens is asked for to measure with. */
export const isPrecise = (topK: number): boolean => topK > exactFrom;

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
 * What comes next? The `topK` most probable tokens at least; with `whole`, all of them where the vocabulary is small. Listing a whole vocabulary of 5,120
 * tokens costs about as much again as the forward pass of the starter models, which decoding would pay for every token. `id` is listed too, unless
 * the denominator does not reach so far.
 */
export function askDistribution(vocabularySize: number, topK: number, whole: boolean, id: number | null): Question {
  if (whole && vocabularySize <= completeUpTo) return { logits: true, totalLogitWeight: true };
  const top = { logits: { filter: { tokens: id === null ? [] : [asToken(id)], includeTop: listedOf(vocabularySize, topK) } }, totalLogitWeight: true };
  return isPrecise(topK) ? top : { ...top, options: likely };
}

/** The answer to `askDistribution`. */
export function distributionAnswer(vocabularySize: number, topK: number, answer: Output): Distribution {
  const { logits, totalLogitWeight } = present(answer, vocabularySize);
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
  const complete = logits.size === vocabularySize;
  const exact = complete || isPrecise(topK);
  const total = complete ? listed : Math.max(listed, totalLogitWeight) / (exact ? 1 : 1 - beyondLeastShare);
  for (let i = 0; i < p.length; i++) p[i] = (p[i] ?? 0) / total;
  const wanted = listedOf(vocabularySize, topK);
  const smallest = logits.size > wanted ? p.toSorted().at(-wanted) : p.reduce((least, each) => Math.min(least, each), 1);
  const largestUnlisted = logits.size < wanted ? leastShare / total : smallest;
  return { ids, p, tail: (total - listed) / total, largestUnlisted: largestUnlisted ?? 1, ...(exact ? {} : { beyond: beyondLeastShare }) };
}

/** Up to so many tokens are asked for by name: with 400 to 900 of them, the larger the vocabulary the fewer, listing the most probable ones costs as much. */
const namedTokens = 500;
const insteadOfNamed = 16_384;

/**
 * How probable is each of these tokens? Over the whole vocabulary if it has to be `precise`. Otherwise without the tokens that are hardly ever what comes next, and where many would have to be named, of the
 * most probable ones: it costs no more than any other question.
 */
export function askCompatible(vocabularySize: number, ids: Int32Array, precise: boolean): Question {
  const many = ids.length > namedTokens;
  const named = many ? [] : Array.from(ids, asToken);
  if (!precise) return { logits: { filter: { tokens: named, includeTop: many ? listedOf(vocabularySize, 0) : 1 } }, totalLogitWeight: true, options: likely };
  return { logits: { filter: many ? { tokens: named, includeTop: insteadOfNamed } : { tokens: named, includeSelected: true } }, totalLogitWeight: true };
}

/** The answer to `askCompatible`; `tail` is an upper bound of the mass of all tokens that were not listed. */
export function compatibleAnswer(vocabularySize: number, ids: Int32Array, precise: boolean, answer: Output): Distribution {
  const { logits, totalLogitWeight } = present(answer, vocabularySize);
  let largest = -Infinity;
  let smallest = Infinity;
  for (const logit of logits.values()) {
    largest = Math.max(largest, logit);
    smallest = Math.min(smallest, logit);
  }
  const total = totalLogitWeight / (precise ? 1 : 1 - beyondLeastShare);
  const found = ids.filter((id) => logits.has(asToken(id)));
  const p = Float64Array.from(found, (id) => Math.exp((logits.get(asToken(id)) ?? -Infinity) - largest) / total);
  if (ids.length <= namedTokens) return precise ? { ids: found, p, tail: 0 } : { ids: found, p, tail: beyondLeastShare, largestUnlisted: leastShare / total, beyond: beyondLeastShare };
  let listed = 0;
  for (const logit of logits.values()) listed += Math.exp(logit - largest);
  const all = precise ? logits.size === vocabularySize : logits.size < listedOf(vocabularySize, 0);
  const largestUnlisted = (all ? leastShare : Math.exp(smallest - largest)) / total;
  return { ids: found, p, tail: precise && all ? 0 : Math.max(0, 1 - listed / total), largestUnlisted, ...(precise ? {} : { beyond: beyondLeastShare }) };
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
