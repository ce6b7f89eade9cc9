import { failures } from '../../base/errors.ts';
import { workspaceMemberId } from '../../base/workspaceMemberId.ts';
import type { MeasuredPolicy } from '../../protocol/measure.ts';
import type { CompletionReport } from '../../protocol/reports.ts';
import type { CompletionRequest } from '../../protocol/requests.ts';
import type { FimTask } from '../data/fimTasks.ts';
import type { Study, Subject } from '../run/study.ts';
import { FimOutcome, type Written } from './fimOutcome.ts';
import { fimReport } from './fimReport.ts';

/** Longer than any line that is asked for, bytes. */
const longestLine = 256;
/** Nothing is given up for lack of time, ms. */
const patience = 600_000;

/** A hole, and what else is known about the place. */
export interface Hole extends FimTask {
  readonly language?: string;
  /** Names the document where the workspace is known to the engine. */
  readonly document?: string;
}

/** Who fills a hole, and how. */
export interface FillPolicy {
  readonly policy: MeasuredPolicy;
  readonly members: readonly string[];
  /** Whether the pack also fills it with the help of the workspace. */
  readonly workspace: boolean;
}

/** Holes of one line, filled by the pack, with and without the workspace, and by each of its members alone. */
export function fimStudy(holes: readonly Hole[], policy: FillPolicy): Study<FimOutcome> {
  const byId = new Map(holes.map((hole) => [hole.id, hole]));
  return {
    items: holes.map(({ id }) => id),
    outcome: FimOutcome,
    async measure(item, _, subject, signal) {
      const hole = byId.get(item);
      if (hole === undefined) throw failures.internal(`there is no task ${item}`);
      return fillHole(subject, hole, policy, signal);
    },
    report: (results, resampling) => fimReport([...results.values()], resampling),
  };
}

/** One hole, filled by everyone. Rejects as the engine does. */
export async function fillHole(subject: Subject, hole: Hole, { policy, members, workspace }: FillPolicy, signal: AbortSignal): Promise<FimOutcome> {
  const complete = (only: readonly string[]): Promise<CompletionReport> => subject.ask('complete', requestOf(hole, policy, only), { signal });
  const helped = workspace ? await complete([...members, workspaceMemberId]) : null;
  const fused = await complete(members);
  const alone: CompletionReport[] = [];
  for (const id of members) alone.push(await complete([id]));
  return {
    target: hole.target,
    fused: written(fused),
    ...(helped === null ? {} : { withWorkspace: written(helped) }),
    members: fused.members.map(({ id, weight, bitsPerByte }, k) => ({ id, weight, bitsPerByte, written: written(alone[k] ?? fused) })),
  };
}

function requestOf({ prefix, suffix, language = '', document }: Hole, { weighting, alignment, decoding, pooling }: MeasuredPolicy, only: readonly string[]): CompletionRequest {
  return {
    before: prefix, after: suffix, language, ...(document === undefined ? {} : { document }), weighting, alignment, decoding, pooling,
    shape: { kind: 'line' }, maxBytes: longestLine, deadlineMs: patience, only: [...only],
  };
}

function written({ text, pieces, timing }: CompletionReport): Written {
  const line = text.split('\n')[0] ?? '';
  const confidence = pieces.length === 0 ? null : Math.min(...pieces.map(({ probability }) => probability));
  return { text: line, confidence, ms: timing.totalMs - timing.queueMs - timing.promptMs - timing.weightsMs };
}
