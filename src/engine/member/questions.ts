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

/** How far down the answers to a question about tokens asked for by name reach. */
export interface Reach {
  /** Least share of the most probable token's probability; null for the whole vocabulary, which is sorted then. */
  readonly leastShare: number | null;
  /** Tokens listed where too many would have to be named. */
  readonly listed: (vocabularySize: number) => number;
}

export const reaches = {
  /** As any other question asked while a text is read, which it costs no more than. */
  shallow: { leastShare, listed: (vocabularySize) => listedOf(vocabularySize, 0) },
  /** Where a forward pass is made for the answer alone: with 21 prompts and two models, three in four shallow answers did not do, and a second pass took as long as the first. */
  deep: { leastShare: 1e-9, listed: () => 8192 },
  precise: { leastShare: null, listed: () => 16_384 },
} as const satisfies Record<string, Reach>;

/** The tokens that a question is about. */
export interface Sought {
  /** All of them; null where they are too many to be asked for by name. */
  readonly ids: Int32Array | null;
  readonly has: (id: number) => boolean;
}

/** Up to so many tokens are asked for by name: with 400 to 900 of them, the larger the vocabulary the fewer, listing the most probable ones costs as much. */
export const namedTokens = 500;
/** And so few of them over the whole vocabulary, whatever the reach: it costs hardly more, and all of them may be improbable. */
const fewTokens = 100;

const reachFor = ({ ids }: Sought, reach: Reach): Reach => (ids !== null && ids.length <= fewTokens ? reaches.precise : reach);

/** How probable is each of these tokens, as far as the answer reaches? Where many would have to be named, the most probable tokens are listed instead. */
export function askCompatible(vocabularySize: number, sought: Sought, asked: Reach): Question {
  const { leastShare: minP, listed } = reachFor(sought, asked);
  const named = minP === null ? { includeSelected: true } : { includeTop: 1 };
  const filter = sought.ids === null ? { tokens: [], includeTop: listed(vocabularySize) } : { tokens: Array.from(sought.ids, asToken), ...named };
  return { logits: { filter }, totalLogitWeight: true, ...(minP === null ? {} : { options: { ...likely, minP } }) };
}

/** The answer to `askCompatible`; `tail` is an upper bound of the mass of all tokens that were not listed. */
export function compatibleAnswer(vocabularySize: number, sought: Sought, asked: Reach, answer: Output): Distribution {
  const { leastShare: minP, listed: wanted } = reachFor(sought, asked);
  const { logits, totalLogitWeight } = present(answer, vocabularySize);
  let largest = -Infinity;
  let smallest = Infinity;
  for (const logit of logits.values()) {
    largest = Math.max(largest, logit);
    smallest = Math.min(smallest, logit);
  }
  const total = totalLogitWeight / (minP === null ? 1 : 1 - beyondLeastShare);
  const ids = sought.ids?.filter((id) => logits.has(id)) ?? Int32Array.from([...logits.keys()].filter(sought.has));
  const p = Float64Array.from(ids, (id) => Math.exp((logits.get(id) ?? -Infinity) - largest) / total);
  const beyond = minP === null ? {} : { beyond: beyondLeastShare };
  if (sought.ids !== null) return minP === null ? { ids, p, tail: 0 } : { ids, p, tail: beyondLeastShare, largestUnlisted: minP / total, ...beyond };
  let listed = 0;
  for (const logit of logits.values()) listed += Math.exp(logit - largest);
  const all = minP === null ? logits.size === vocabularySize : logits.size < wanted(vocabularySize);
  const largestUnlisted = (all && minP !== null ? minP : Math.exp(smallest - largest)) / total;
  return { ids, p, tail: minP === null && all ? 0 : Math.max(0, 1 - listed / total), largestUnlisted, ...beyond };
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
