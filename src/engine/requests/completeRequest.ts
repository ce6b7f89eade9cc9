import { PackError } from '../../base/errors.ts';
import { workspaceMemberId } from '../../base/workspaceMemberId.ts';
import { largerDelta, noDelta } from '../../fusion/distribution/delta.ts';
import { decodeFused } from '../../fusion/decoding/decodeFused.ts';
import type { FusedPiece } from '../../fusion/decoding/decode.ts';
import { rerankBySuffix, unseenSuffix } from '../../fusion/decoding/rerankBySuffix.ts';
import type { FittedWeights } from '../../fusion/fit.ts';
import type { CompletionReport, Piece } from '../../protocol/reports.ts';
import type { CompletionRequest } from '../../protocol/requests.ts';
import { defaults, type Sampling } from '../../protocol/settings.ts';
import { fit, goneOn, listedTokens, participantsOf, unfitted, weightsReport, without, type Fitted, type Pair, type Participants, type Services } from './fitting.ts';
import { MemberFault } from '../member/memberFault.ts';
import type { RequestMember } from '../member/packMember.ts';
import { Patience } from './patience.ts';

type StopReason = CompletionReport['stop'];

/**
 * Members from this size on draft, in bytes: a forward pass of SmolLM2 135M takes 10 ms and of Gemma 3 270M 29 ms, and drafts brought fused text from 1.26 to 1.11 times the slower one's own; one of
 * a 5 MB model takes 1 ms, and drafts made it a quarter dearer.
 */
const worthDrafting = 32 * 2 ** 20;

/** When a request arrived and when its turn came, on the services' clock. */
export interface Arrival {
  readonly arrived: number;
  readonly started: number;
}

/**
 * One completion: prompts, weights, fused text, report. Pieces go to `onPiece` as they come, or all at the end where candidates have to be
 * compared by the rest of the cursor's line. A member that fails, or keeps the others waiting, is left out and the rest
 * goes on from what is written; the deadline counts from the request's arrival, and what is evaluated by then stays for the next request.
 */
export async function completeRequest(
  members: readonly RequestMember[], request: CompletionRequest, { arrived, started }: Arrival, services: Services, signal: AbortSignal, onPiece: (piece: Piece) => void,
): Promise<CompletionReport> {
  const { clock } = services;
  const deadline = arrived + request.deadlineMs;
  const pieces: Piece[] = [];
  let firstPieceMs: number | null = null;
  let delta: CompletionReport['delta'] = null;
  const accepted = new Map<string, number>();
  const take = ({ delta: pieceDelta, ...fused }: FusedPiece): void => {
    firstPieceMs ??= clock.now() - arrived;
    if (pieceDelta !== undefined) delta = largerDelta(delta ?? noDelta, pieceDelta);
    const piece = { ...fused, byMember: { ...fused.byMember } };
    pieces.push(piece);
    onPiece(piece);
  };
  const patience = new Patience(clock, arrived, deadline);
  let fittedAt = started;
  let weightsMs = 0;
  const write = async (): Promise<Generated> => {
    const prompted = await fitBefore(deadline, participantsOf(members.map((member) => patience.watch(member)), request), request, services, signal);
    fittedAt = clock.now();
    weightsMs = prompted.weightsMs;
    return prompted.late ? { ...prompted, stop: 'deadline' } : generate(prompted, request, deadline, services, signal, take, (id, tokens) => accepted.set(id, (accepted.get(id) ?? 0) + tokens));
  };
  const { participants, fitted, stop } = await write().finally(() => patience.dispose());
  signal.throwIfAborted();
  const text = pieces.map((piece) => piece.text).join('');
  const weights = weightsReport(participants, fitted, request);
  const sampling = samplingOf(request);
  return {
    ...weights,
    members: weights.members.map((member) => ({ ...member, tokensAccepted: accepted.get(member.id) ?? 0 })),
    decoding: sampling.sampling === undefined ? request.decoding : 'bytes',
    ...sampling,
    delta,
    text,
    source: text === '' ? 'none' : 'generated',
    reason: text === '' ? reasonFor(stop) : null,
    pieces,
    stop,
    timing: {
      queueMs: started - arrived,
      promptMs: fittedAt - started - weightsMs,
      weightsMs,
      firstPieceMs,
      totalMs: clock.now() - arrived,
    },
  };
}

interface Generated {
  readonly participants: Participants;
  readonly fitted: FittedWeights;
  readonly stop: StopReason;
}

async function fitBefore(
  deadline: number, asked: Participants, request: CompletionRequest, services: Services, signal: AbortSignal,
): Promise<Fitted & { readonly late: boolean }> {
  const { clock } = services;
  const late = new AbortController();
  const onAbort = (): void => late.abort(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  const timer = clock.after(Math.max(0, deadline - clock.now()), () => late.abort());
  try {
    return { ...(await fit(asked, request, services, late.signal)), late: false };
  } catch (thrown) {
    signal.throwIfAborted();
    if (!late.signal.aborted) throw thrown;
    return { participants: asked, fitted: unfitted(asked, 'The deadline passed before the text before the cursor was read.'), late: true, weightsMs: 0 };
  } finally {
    timer.dispose();
    signal.removeEventListener('abort', onAbort);
    late.abort();
  }
}

async function generate(
  { participants, fitted }: Omit<Generated, 'stop'>, request: CompletionRequest, deadline: number, services: Services, signal: AbortSignal, take: (piece: FusedPiece) => void,
  onAccepted: (member: string, tokens: number) => void, before = '',
): Promise<Generated> {
  const { alignment, shape, maxBytes } = request;
  const { prompts, members } = participants;
  const lookUp = members.find((member) => member.lookUp !== undefined)?.lookUp;
  const drafts = request.drafting ?? members.some(({ report }) => report.bytesOnDisk >= worthDrafting);
  const policy = {
    decoding: request.decoding,
    pooling: request.pooling ?? defaults.pooling,
    precision: request.precision ?? 'fast',
    mode: alignment,
    alignmentOf: async (...pair: Pair) => (await services.alignments.find(...pair, alignment)).alignment,
    topK: listedTokens,
    shape, maxBytes, deadline, written: before,
    clock: services.clock,
    ...(drafts ? { drafting: { onAccepted, ...(lookUp === undefined ? {} : { lookUp }) } } : {}),
    ...samplingOf(request),
    heal: prompts.filter(({ member }, k) => member.id !== workspaceMemberId || (fitted.weights[k] ?? 0) > 0).length > 1,
  };
  const suffix = shape.kind === 'line' && policy.sampling === undefined ? unseenSuffix(prompts, fitted, request.after) : null;
  const held: FusedPiece[] = [];
  let written = before;
  const give = (piece: FusedPiece): void => {
    written += piece.text;
    take(piece);
  };
  try {
    const steps = decodeFused(prompts, fitted, policy, signal);
    for (let step = await steps.next(); ; step = await steps.next()) {
      if (step.done !== true) {
        if (suffix === null) give(step.value);
        else held.push(step.value);
        continue;
      }
      if (suffix === null || held.length === 0) return { participants, fitted, stop: step.value };
      const { pieces, why } = await rerankBySuffix(prompts, fitted, held, suffix, policy, signal);
      pieces.forEach(give);
      return { participants, fitted: { ...fitted, why: `${fitted.why} ${why}`.trim() }, stop: step.value };
    }
  } catch (thrown) {
    if (thrown instanceof PackError && thrown.code === 'prompt-too-long') {
      if (written === '') held.forEach(give);
      return { participants, fitted, stop: 'length' };
    }
    if (written !== '' && participants.members.length === 1 && thrown instanceof MemberFault) {
      services.logger.warn(thrown.message);
      return { participants, fitted, stop: 'none' };
    }
    const rest = without(participants, thrown, services.logger);
    const { fitted: refitted, participants: left } = await fit(goneOn(rest, request, written), request, services, signal);
    return generate({ participants: left, fitted: refitted }, request, deadline, services, signal, take, onAccepted, written);
  }
}

function samplingOf({ sampling }: CompletionRequest): { readonly sampling?: Sampling } {
  return sampling === undefined || sampling.temperature === 0 ? {} : { sampling };
}

function reasonFor(stop: StopReason): NonNullable<CompletionReport['reason']> {
  switch (stop) {
    case 'deadline': return 'deadline';
    case 'end-token': return 'end-of-text';
    case 'cancelled': return 'cancelled';
    case 'repetition': return 'filtered';
    case 'line-end':
    case 'block-end':
    case 'length':
    case 'none': return 'nothing-to-add';
  }
}
