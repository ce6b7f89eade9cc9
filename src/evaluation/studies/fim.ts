import { failures } from '../../base/errors.ts';
import type { MeasuredPolicy } from '../../protocol/measure.ts';
import type { CompletionReport } from '../../protocol/reports.ts';
import type { FimTask } from '../data/fimTasks.ts';
import type { Study, Subject } from '../run/study.ts';
import { FimOutcome, type Written } from './fimOutcome.ts';
import { fimReport } from './fimReport.ts';

/** Longer than any line that is asked for, bytes. */
const longestLine = 256;
/** Nothing is given up for lack of time, ms. */
const patience = 600_000;

/** Holes of one line, filled by the pack and by each of its members alone. */
export function fimStudy(tasks: readonly FimTask[], policy: MeasuredPolicy, members: readonly string[]): Study<FimOutcome> {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  return {
    items: tasks.map(({ id }) => id),
    outcome: FimOutcome,
    async measure(item, _, subject, signal) {
      const task = byId.get(item);
      if (task === undefined) throw failures.internal(`there is no task ${item}`);
      const fused = await complete(subject, task, policy, members, signal);
      const alone: CompletionReport[] = [];
      for (const id of members) alone.push(await complete(subject, task, policy, [id], signal));
      return {
        target: task.target,
        fused: written(fused),
        members: fused.members.map(({ id, weight, bitsPerByte }, k) => ({ id, weight, bitsPerByte, written: written(alone[k] ?? fused) })),
      };
    },
    report: (results, resampling) => fimReport([...results.values()], resampling),
  };
}

function complete(subject: Subject, { prefix, suffix }: FimTask, { weighting, alignment, decoding, pooling }: MeasuredPolicy, only: readonly string[], signal: AbortSignal): Promise<CompletionReport> {
  return subject.ask('complete', {
    before: prefix, after: suffix, language: '', weighting, alignment, decoding, pooling, shape: { kind: 'line' }, maxBytes: longestLine, deadlineMs: patience, only: [...only],
  }, { signal });
}

function written({ text, pieces, timing }: CompletionReport): Written {
  const line = text.split('\n')[0] ?? '';
  const confidence = pieces.length === 0 ? null : Math.min(...pieces.map(({ probability }) => probability));
  return { text: line, confidence, ms: timing.totalMs - timing.queueMs - timing.promptMs - timing.weightsMs };
}
