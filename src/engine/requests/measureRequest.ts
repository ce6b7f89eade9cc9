import { sleep } from '../../base/clock.ts';
import { quantile } from '../../base/quantile.ts';
import type { CoverPolicy } from '../../fusion/distribution/cover.ts';
import { coverPolicies } from '../../fusion/distribution/precision.ts';
import { weightedPrompts } from '../../fusion/decoding/weightedPrompt.ts';
import type { MemberPrompt } from '../../fusion/prompt.ts';
import { scoreBytes, type ByteScore } from '../../fusion/scoring/byteScore.ts';
import { RememberedMember } from '../../fusion/scoring/rememberedMember.ts';
import { scoreTokens } from '../../fusion/scoring/tokenScore.ts';
import { fitWeights } from '../../fusion/weights/fitWeights.ts';
import { fusedLoss } from '../../fusion/weights/fusedLoss.ts';
import { chunksOf } from '../../fusion/weights/chunks.ts';
import { learn } from '../../fusion/weights/learntPrior.ts';
import { readContinuation } from '../../fusion/weights/readContinuation.ts';
import { readPrompt } from '../../fusion/weights/readPrompt.ts';
import type { Weighting } from '../../fusion/weights/weighting.ts';
import type { MeasuredPack, MeasuredPolicy, MeasureReport, MeasureRequest, Precision } from '../../protocol/measure.ts';
import { fitFigures, listedTokens, participantsOf, type Pair, type Services } from './fitting.ts';
import type { RequestMember } from '../member/packMember.ts';
import { weightingOf } from './weightingOf.ts';

/** Every token of the true text counts, so that longer lists are worth their price when tokens are fused. */
const listedWhenFused = 1024;

/** Larger than any measurement takes, ms. */
const patience = 3_600_000;

/** δ that most bytes should keep to. */
const tightDelta = 1e-3;

interface RememberedPrompt extends MemberPrompt {
  readonly member: RememberedMember;
}

const coverPolicyOf = (precision: Precision): CoverPolicy => ({ ...coverPolicies.fast, topK: listedTokens, ...precision });

/**
 * How well every member, and the pack under each policy, predicts the true text at a cursor: its bytes, whatever tokens they are read in. All policies share what the
 * members say, so that a further one costs little. A member that fails fails the measurement.
 */
export async function measureRequest(members: readonly RequestMember[], request: MeasureRequest, services: Services, signal: AbortSignal): Promise<MeasureReport> {
  const { prompts: asked, usage } = participantsOf(members, request);
  const prompts = asked.map((prompt): RememberedPrompt => ({ ...prompt, member: new RememberedMember(prompt.member) }));
  const text = Buffer.from(request.continuation, 'utf8');
  const windowBytes = request.policies[0]?.weighting.windowBytes ?? Infinity;
  const alone = await Promise.all(prompts.map(async (prompt) => ({
    fit: (await readPrompt(prompt, windowBytes, null, signal)).fit,
    score: await scoreBytes([{ prompt, weight: 1 }], text, { ...coverPolicyOf(request.policies[0]?.precision ?? {}), pooling: 'linear' }, null, signal),
  })));
  const policies: MeasuredPack[] = [];
  for (const policy of request.policies) {
    policies.push(await measured(prompts, text, policy, services, signal));
    // What is remembered is answered without waiting: let the engine's other callers be heard.
    await sleep(services.clock, 0, signal);
  }
  return {
    bytes: text.length,
    members: alone.map(({ fit, score }, k) => {
      const id = prompts[k]?.member.id ?? '';
      return { id, ...fitFigures(fit), ...usage.of(id), seesSuffix: prompts[k]?.seesSuffix ?? false, bits: score.bits, impossible: score.impossible };
    }),
    policies,
  };
}

async function measured(shared: readonly RememberedPrompt[], text: Uint8Array, policy: MeasuredPolicy, services: Services, signal: AbortSignal): Promise<MeasuredPack> {
  const { clock } = services;
  const prompts = shared.map((prompt) => ({ ...prompt, member: prompt.member.again() }));
  const alignmentOf = async (...pair: Pair) => (await services.alignments.find(...pair, policy.alignment)).alignment;
  const { weighting, figures } = observed(weightingOf(policy.weighting, policy.prior), () => clock.now());
  const { minimumWeight, windowBytes } = policy.weighting;
  const fitted = await fitWeights(prompts, { weighting, mode: policy.alignment, alignmentOf, windowBytes, minimumWeight, topK: listedTokens, clock }, signal);
  const weighted = weightedPrompts(prompts, fitted.weights);
  const precision = coverPolicyOf(policy.precision);
  const common = { weights: [...fitted.weights], reference: fitted.reference, ...figures() };
  const forwards = (): number[] => prompts.map(({ member }) => member.forwards);
  if (policy.decoding === 'tokens') {
    const tokenPolicy = {
      decoding: policy.decoding, pooling: policy.pooling, precision: 'fast' as const, mode: policy.alignment, alignmentOf, topK: Math.max(precision.topK, listedWhenFused),
      shape: { kind: 'text' as const }, maxBytes: text.length, deadline: clock.now() + patience, clock, heal: true,
    };
    const reference = prompts[fitted.reference];
    const score = reference === undefined ? null : await scoreTokens(weighted, reference, text, tokenPolicy, signal);
    return { ...common, bits: score?.bits ?? null, impossible: score?.impossible ?? 0, forwards: forwards(), delta: null, decisions: [], learnt: null };
  }
  const score = await scoreBytes(weighted, text, { ...precision, pooling: policy.pooling }, policy.learning?.rate ?? null, signal);
  return {
    ...common,
    bits: score.bits,
    impossible: score.impossible,
    forwards: forwards(),
    delta: deltaOf(score),
    decisions: [...score.decisions],
    learnt: await learntFrom(prompts, text, policy, signal),
  };
}

/** What the text teaches about the members, as if the user had accepted it. */
async function learntFrom(prompts: readonly MemberPrompt[], text: Uint8Array, { learning, prior }: MeasuredPolicy, signal: AbortSignal): Promise<MeasuredPack['learnt']> {
  if (learning === null) return null;
  const read = await Promise.all(prompts.map((prompt) => readContinuation(prompt, text, signal)));
  const learnt = learn(prior, prompts.map(({ member }) => member.id), chunksOf(read), learning);
  return learnt === null ? null : { chunks: learnt.chunks, members: learnt.members.map((member) => ({ ...member })) };
}

/** The weighting, and what it did: how long it searched, and the fused loss where it fuses the text before the cursor. */
function observed(weighting: Weighting, now: () => number): { readonly weighting: Weighting; readonly figures: () => Pick<MeasuredPack, 'objective' | 'weightsMs'> } {
  let objective: number | null = null;
  let weightsMs = 0;
  return {
    figures: () => ({ objective, weightsMs }),
    weighting: {
      needsRows: weighting.needsRows,
      *weigh(evidence) {
        const started = now();
        const weights = yield* weighting.weigh(evidence);
        weightsMs = now() - started;
        const loss = fusedLoss(evidence.rows, weights.lambda);
        objective = Number.isFinite(loss) ? loss : null;
        return weights;
      },
    },
  };
}

function deltaOf({ deltas }: ByteScore): MeasuredPack['delta'] {
  const sorted = deltas.toSorted((a, b) => a - b);
  const at = (share: number): number => (sorted.length === 0 ? 0 : quantile(sorted, share));
  return { median: at(0.5), p95: at(0.95), max: at(1), within: deltas.filter((delta) => delta <= tightDelta).length / Math.max(1, deltas.length) };
}
