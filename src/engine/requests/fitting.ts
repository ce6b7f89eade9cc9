import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/logger.ts';
import { failures } from '../../base/errors.ts';
import type { FittedWeights } from '../../fusion/fit.ts';
import type { MemberFit, Weighting } from '../../fusion/weights/weighting.ts';
import type { MemberPrompt } from '../../fusion/prompt.ts';
import { fitWeights } from '../../fusion/weights/fitWeights.ts';
import { bitsPerByte, perplexity } from '../../fusion/weights/loss.ts';
import type { MemberReport, WeightsReport } from '../../protocol/reports.ts';
import type { WeightsRequest } from '../../protocol/requests.ts';
import type { AlignmentCache } from '../kept/alignmentCache.ts';
import type { LearntPriors } from '../kept/learntPriors.ts';
import { kindOf } from './promptKind.ts';
import { MemberFault } from '../member/memberFault.ts';
import { cursorText, memberPrompt } from '../member/memberPrompt.ts';
import type { RequestMember } from '../member/packMember.ts';
import { Usage } from './usage.ts';
import { weightingOf } from './weightingOf.ts';

/** Tokens that each member lists per position: beyond them lies about 1 % of the mass. */
export const listedTokens = 256;

/** What the requests of one engine share. */
export interface Services {
  readonly alignments: AlignmentCache;
  readonly learnt: LearntPriors;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The members that take part in one request, and what has become of them so far. */
export interface Participants {
  readonly members: readonly RequestMember[];
  readonly prompts: readonly MemberPrompt[];
  readonly usage: Usage;
}

export function participantsOf(members: readonly RequestMember[], request: Pick<WeightsRequest, 'before' | 'after' | 'excerpts'>): Participants {
  const text = cursorText(request.before, request.after, request.excerpts);
  const usage = new Usage(members);
  return { members, usage, prompts: members.map((member) => memberPrompt(member, text)) };
}

/** The same request without a member that failed. Rethrows when that was the last one. */
export function without({ members, prompts, usage }: Participants, fault: unknown, logger: Logger): Participants {
  if (!(fault instanceof MemberFault)) throw fault;
  const stays = (id: string): boolean => id !== fault.member;
  logger.warn(fault.message);
  const left = members.filter(({ backend }) => stays(backend.id));
  if (left.length === members.length) throw fault;
  if (left.length === 0) throw failures.internal(fault.message);
  return { members: left, usage, prompts: prompts.filter(({ member }) => stays(member.id)) };
}

/** The same members behind what they have written so far. */
export function goneOn(participants: Participants, request: Pick<WeightsRequest, 'before' | 'after' | 'excerpts'>, written: string): Participants {
  const text = cursorText(request.before + written, request.after, request.excerpts);
  return { ...participants, prompts: participants.members.map((member) => memberPrompt(member, text)) };
}

export interface Fitted {
  readonly participants: Participants;
  readonly fitted: FittedWeights;
  /** Time that went into choosing the weights, once the members had read the text, ms. */
  readonly weightsMs: number;
}

/** Weights for a request; a member whose model fails is left out and the rest is fitted. */
export async function fit(participants: Participants, request: WeightsRequest, services: Services, signal: AbortSignal): Promise<Fitted> {
  const { weighting, alignment, language } = request;
  const learnt = weighting.method === 'mixture' && weighting.useLearnt ? await services.learnt.find(language, kindOf(participants.prompts)) : null;
  let weightsMs = 0;
  const policy = {
    weighting: timed(weightingOf(weighting, learnt), services.clock, (ms) => {
      weightsMs += ms;
    }),
    mode: alignment,
    alignmentOf: async (...pair: Pair) => (await services.alignments.find(...pair, alignment)).alignment,
    windowBytes: weighting.windowBytes,
    minimumWeight: weighting.minimumWeight,
    topK: listedTokens,
    clock: services.clock,
  };
  try {
    const fitted = await fitWeights(participants.prompts, policy, signal);
    return { participants, fitted, weightsMs };
  } catch (thrown) {
    return fit(without(participants, thrown, services.logger), request, services, signal);
  }
}

function timed(weighting: Weighting, clock: Clock, took: (ms: number) => void): Weighting {
  return {
    needsRows: weighting.needsRows,
    *weigh(evidence) {
      const started = clock.now();
      try {
        return yield* weighting.weigh(evidence);
      } finally {
        took(clock.now() - started);
      }
    },
  };
}

export type Pair = [from: Parameters<AlignmentCache['find']>[0], to: Parameters<AlignmentCache['find']>[1]];

/** What a request's weights looked like before there were any. */
export function unfitted({ prompts }: Participants, why: string): FittedWeights {
  return {
    weights: prompts.map(() => 1 / prompts.length),
    fits: prompts.map(() => ({ nats: 0, tokens: 0, bytes: 0 })),
    reference: 0,
    bytes: 0,
    why,
  };
}

export function weightsReport({ prompts, usage }: Participants, fitted: FittedWeights, request: WeightsRequest): WeightsReport {
  return {
    method: request.weighting.method,
    alignment: request.alignment,
    reference: prompts[fitted.reference]?.member.id ?? '',
    bytes: fitted.bytes,
    why: fitted.why,
    members: prompts.map(({ member, head, before, tail, seesSuffix }, k): MemberReport => ({
      id: member.id,
      weight: fitted.weights[k] ?? 0,
      ...(fitted.errors === undefined ? {} : { weightError: fitted.errors[k] ?? 0 }),
      ...fitFigures(fitted.fits[k] ?? { nats: 0, tokens: 0, bytes: 0 }),
      ...usage.of(member.id),
      promptTokens: head.length + member.tokenize(before).length + tail.length,
      seesSuffix,
    })),
  };
}

/** Perplexity per own token and bits per byte; null where nothing was scored or the figures are not finite. */
export function fitFigures(fit: MemberFit): Pick<MemberReport, 'perplexity' | 'bitsPerByte' | 'tokens'> {
  const finite = (value: number | null): number | null => (Number.isFinite(value) ? value : null);
  return { perplexity: finite(perplexity(fit)), bitsPerByte: finite(bitsPerByte(fit)), tokens: fit.tokens };
}
