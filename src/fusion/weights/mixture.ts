import { sharesOf, type LearntPrior } from './learntPrior.ts';
import { comparable, lossOf } from './loss.ts';
import { inverseOf } from './positiveDefinite.ts';
import { equalWeights, normalised, noText } from './simplex.ts';
import type { MemberFit, Weighting } from './weighting.ts';

export interface MixtureFitPolicy {
  /** β: chunks that the prior is worth; above 0. */
  readonly priorStrength: number;
  /** Temperature of the cold prior, nats per byte. */
  readonly priorTemperature: number;
  /** Chunks after which an earlier one counts half. */
  readonly halfLife: number;
  /** What members that do not see the text after the cursor count together at most, in a prompt where others see it: what they wrote alone could run into it. */
  readonly blindCap: number;
}

/** The prior gives every member this much, so that none is beyond evidence. */
const priorFloor = 1e-4;
/** Chunks that a prior has to be learnt from before it replaces the cold one: twice soft-Bayes' memory. */
const enoughLearnt = 40;
/** The search ends when no mixture can be better by this much, nats per chunk. */
const tolerance = 1e-4;
const mostRounds = 400;

export interface MixtureEvidence {
  /** ln p of each chunk, oldest first. Shape [members][chunks]. */
  readonly chunks: readonly Float64Array[];
  /** π, on the simplex and positive. */
  readonly prior: readonly number[];
  /** β, chunks. */
  readonly strength: number;
  /** Chunks after which an earlier one counts half. */
  readonly halfLife: number;
}

export interface MixtureFit {
  readonly lambda: readonly number[];
  /** Upper bound of what the best mixture is better by, nats per chunk. */
  readonly certificate: number;
  /** The objective after each round, nats per chunk. */
  readonly objective: readonly number[];
}

/** γ_t = ½^(age / half-life), 1 for the latest. Shape [chunks]. */
function recency(chunks: number, half: number): Float64Array {
  return Float64Array.from({ length: chunks }, (_, t) => 0.5 ** ((chunks - 1 - t) / half));
}

interface Likelihoods {
  /** ln p of the member that gives the chunk most. Shape [chunks]. */
  readonly best: Float64Array;
  /** γ, 0 for chunks that no member gives any probability. Shape [chunks]. */
  readonly gamma: Float64Array;
  /** p of each chunk relative to the best. Shape [members][chunks]. */
  readonly ratio: readonly Float64Array[];
}

function likelihoodsOf({ chunks, halfLife: half }: MixtureEvidence): Likelihoods {
  const count = chunks[0]?.length ?? 0;
  const best = Float64Array.from({ length: count }, (_, t) => Math.max(...chunks.map((own) => own[t] ?? -Infinity)));
  const gamma = recency(count, half).map((weight, t) => ((best[t] ?? -Infinity) > -Infinity ? weight : 0));
  const ratio = chunks.map((own) => own.map((nats, t) => (gamma[t] === 0 ? 0 : Math.exp(nats - (best[t] ?? 0)))));
  return { best, gamma, ratio };
}

/**
 * The maximum a posteriori mixture over chunks by expectation–maximisation. It maximises the concave
 * F(w) = [ Σ_t γ_t ln Σ_k w_k p_kt + β Σ_k π_k ln w_k ] / (Σ γ + β); each round sets w_k ← w_k g_k with
 * g_k = ( Σ_t γ_t p_kt / q_t + β π_k / w_k ) / (Σ γ + β), q_t = Σ_k w_k p_kt, which never lowers F, and max_k g_k − 1 bounds the gap to its maximum.
 * Chunks that no member gives any probability say nothing.
 */
export function fitMixture(evidence: MixtureEvidence): MixtureFit {
  const { prior, strength } = evidence;
  const { best, gamma, ratio } = likelihoodsOf(evidence);
  const count = gamma.length;
  const total = gamma.reduce((sum, weight) => sum + weight, strength);
  const constant = best.reduce((sum, nats, t) => sum + (gamma[t] === 0 ? 0 : (gamma[t] ?? 0) * nats), 0);
  const objective: number[] = [];
  let lambda = [...prior];
  for (;;) {
    const gain = lambda.map(() => 0);
    let value = constant;
    for (let t = 0; t < count; t += 1) {
      const weight = gamma[t] ?? 0;
      if (weight === 0) continue;
      let q = 0;
      for (let k = 0; k < ratio.length; k += 1) q += (lambda[k] ?? 0) * (ratio[k]?.[t] ?? 0);
      for (let k = 0; k < ratio.length; k += 1) gain[k] = (gain[k] ?? 0) + (weight * (ratio[k]?.[t] ?? 0)) / q;
      value += weight * Math.log(q);
    }
    const current = lambda;
    prior.forEach((share, k) => {
      value += strength * share * Math.log(current[k] ?? 0);
      gain[k] = ((gain[k] ?? 0) + (strength * share) / (current[k] ?? 0)) / total;
    });
    objective.push(value / total);
    const certificate = Math.max(...gain) - 1;
    if (certificate <= tolerance || objective.length >= mostRounds) return { lambda, certificate: Math.max(0, certificate), objective };
    lambda = current.map((weight, k) => weight * (gain[k] ?? 0));
  }
}

/**
 * Standard error of each weight, by Laplace's approximation of the posterior at `lambda`: with the responsibilities s_kt = w_k p_kt / q_t and
 * M = Σ_t γ_t s_t s_tᵀ + β diag π, the curvature of (Σ γ + β) F is D⁻¹ M D⁻¹, D = diag w; its inverse, projected so that the weights keep their sum of 1, is
 * D (M⁻¹ − M⁻¹ w wᵀ M⁻¹ / wᵀ M⁻¹ w) D. Without chunks that is √(π (1 − π) / β). Shape [members].
 */
export function uncertainty(evidence: MixtureEvidence, lambda: readonly number[]): readonly number[] {
  const { prior, strength } = evidence;
  const { gamma, ratio } = likelihoodsOf(evidence);
  const information = prior.map((share, k) => prior.map((_, j) => (k === j ? strength * share : 0)));
  for (const [t, weight] of gamma.entries()) {
    if (weight === 0) continue;
    const parts = lambda.map((share, k) => share * (ratio[k]?.[t] ?? 0));
    const q = parts.reduce((sum, part) => sum + part, 0);
    for (const [k, row] of information.entries()) parts.forEach((part, j) => {
      row[j] = (row[j] ?? 0) + (weight * (parts[k] ?? 0) * part) / (q * q);
    });
  }
  const inverse = inverseOf(information);
  const held = inverse.map((row) => row.reduce((sum, value, j) => sum + value * (lambda[j] ?? 0), 0));
  const scale = held.reduce((sum, value, k) => sum + value * (lambda[k] ?? 0), 0);
  return lambda.map((share, k) => share * Math.sqrt(Math.max(0, (inverse[k]?.[k] ?? 0) - (held[k] ?? 0) ** 2 / scale)));
}

/** π = softmax(−nats per byte / temperature): what to expect of members that have read this text, before their chunks are looked at. */
function coldPrior(fits: readonly MemberFit[], present: readonly number[], temperature: number): number[] {
  const losses = fits.map((fit, k) => (present.includes(k) ? lossOf(fit, 'per-byte') : Infinity));
  const least = Math.min(...losses);
  const shares = normalised(losses.map((loss) => Math.exp((least - loss) / temperature))) ?? [];
  return normalised(shares.map((share, k) => (present.includes(k) ? Math.max(share, priorFloor) : 0))) ?? [];
}

/** λ with the members that do not see the text after the cursor brought down to `blindCap` together, where others see it. */
function capped(lambda: readonly number[], seesSuffix: readonly boolean[], blindCap: number): readonly number[] {
  const seeing = lambda.reduce((sum, weight, k) => sum + (seesSuffix[k] === true ? weight : 0), 0);
  const blind = lambda.reduce((sum, weight, k) => sum + (seesSuffix[k] === true ? 0 : weight), 0);
  if (seeing === 0 || blind <= blindCap) return lambda;
  return lambda.map((weight, k) => (seesSuffix[k] === true ? (weight * (1 - blindCap)) / seeing : (weight * blindCap) / blind));
}

/**
 * Weights for the mixture over strings: the most probable ones given how well each member predicted each chunk of the text before the cursor, recent
 * chunks counting more, and a prior: what accepted text has taught, once it was enough, else from the whole text. Members without finite figures get
 * nothing; with nothing scored the learnt prior stands, and without one all get the same. All are judged on the text before the cursor; in a prompt whose suffix some see, those who do not are capped.
 */
export function mixture({ priorStrength, priorTemperature, halfLife, blindCap }: MixtureFitPolicy, learnt: LearntPrior | null): Weighting {
  return {
    needsRows: false,
    *weigh({ ids, fits, chunks, seesSuffix }) {
      const present = comparable(fits, 'per-byte');
      yield undefined;
      const trusted = learnt !== null && learnt.chunks >= enoughLearnt ? learnt : null;
      const origin = trusted === null ? '' : `The prior was learnt from ${trusted.chunks} chunks of accepted text.`;
      if (present.length === 0) {
        const equal = equalWeights(fits.length, noText);
        const unread = fits.every(({ tokens }) => tokens === 0);
        return trusted === null || !unread ? equal : { lambda: capped(sharesOf(trusted, ids, equal.lambda), seesSuffix, blindCap), note: origin };
      }
      const cold = coldPrior(fits, present, priorTemperature);
      const of = <T>(values: readonly T[], none: T): T[] => present.map((k) => values[k] ?? none);
      const prior = sharesOf(trusted, of(ids, ''), of(cold, 0));
      const evidence = { chunks: of(chunks, new Float64Array(0)), prior, strength: priorStrength, halfLife };
      const { lambda, certificate } = fitMixture(evidence);
      const errors = uncertainty(evidence, lambda);
      const weights = capped(fits.map((_, k) => lambda[present.indexOf(k)] ?? 0), seesSuffix, blindCap);
      const count = chunks[0]?.length ?? 0;
      return {
        lambda: weights,
        // A cap scales a weight and its error alike.
        errors: weights.map((weight, k) => {
          const at = present.indexOf(k);
          return at === -1 ? 0 : ((errors[at] ?? 0) * weight) / (lambda[at] ?? 1);
        }),
        note: `Over its last ${count} chunks no other mixture is better by more than ${certificate.toFixed(4)} nats per chunk. ${origin}`.trimEnd(),
      };
    },
  };
}
