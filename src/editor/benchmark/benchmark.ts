import type { Clock } from '../../base/clock.ts';
import type { Event } from '../../base/emitter.ts';
import { asPackError, failures, type PackError } from '../../base/errors.ts';
import type { Translate } from '../../base/translate.ts';
import { defaultPolicy } from '../../evaluation/policy.ts';
import type { Report } from '../../evaluation/report/report.ts';
import { measureItems } from '../../evaluation/run/study.ts';
import type { LineOutcome } from '../../evaluation/workspace/lineOutcome.ts';
import { lineStudy } from '../../evaluation/workspace/lineStudy.ts';
import type { MaskedLine } from '../../evaluation/workspace/maskedLines.ts';
import type { Engine } from '../../host/engine.ts';
import type { EditorSettings } from '../settings/editorSettings.ts';
import { PatientSubject } from './patientSubject.ts';
import { progressText } from './progress.ts';

/** The same lines each time, so that packs can be compared; enough resamples for intervals of 95 % in some 50 ms. */
export const benchmarkSampling = { seed: 1, resamples: 1000 } as const;

export interface BenchmarkParts {
  readonly engine: Pick<Engine, 'ask' | 'onPack'>;
  readonly clock: Clock;
  readonly onActivity: Event<unknown>;
  readonly t: Translate;
}

export interface BenchmarkWish {
  readonly lines: readonly MaskedLine[];
  /** Ids of the pack's members. */
  readonly members: readonly string[];
  readonly settings: Pick<EditorSettings, 'weighting' | 'decoding' | 'pooling' | 'alignment' | 'workspaceMember'>;
  /** Gets what to say, and the share that is done. */
  readonly onProgress: (text: string, done: number) => void;
}

export interface BenchmarkResult {
  /** On the lines that were measured. */
  readonly report: Report;
  readonly planned: number;
  readonly measured: number;
  /** What ended it before all lines were measured, `cancelled` by the user or for another pack; null when nothing did. */
  readonly ended: PackError | null;
  readonly members: readonly string[];
}

/** Has the pack and each of its members write and foresee the masked lines, whenever nobody types; never rejects, and tells what it has when it ends early. */
export async function benchmark({ engine, clock, onActivity, t }: BenchmarkParts, { lines, members, settings, onProgress }: BenchmarkWish, signal: AbortSignal): Promise<BenchmarkResult> {
  const { weighting, decoding, pooling, alignment, workspaceMember } = settings;
  const policy = { ...defaultPolicy, weighting: { ...weighting, useLearnt: false }, decoding, pooling, alignment };
  const study = lineStudy(lines, { policy, members, workspace: workspaceMember }, t);
  const results = new Map<string, LineOutcome>();
  const began = clock.now();
  const tell = (waiting: boolean): void => {
    const spentMs = clock.now() - began - subject.waitedMs;
    onProgress(progressText({ done: results.size, planned: lines.length, spentMs, waiting }, t), results.size / lines.length);
  };
  const otherPack = new AbortController();
  const subject = new PatientSubject({ engine, clock, onActivity, onWaiting: tell });
  const packs = engine.onPack((pack) => {
    if (members.some((id) => pack?.members.some((member) => member.id === id) !== true)) otherPack.abort();
  });
  const add = (item: string, outcome: LineOutcome): Promise<void> => Promise.resolve(void results.set(item, outcome));
  const either = AbortSignal.any([signal, otherPack.signal]);
  let ended: PackError | null = null;
  try {
    await measureItems(study, { results, add }, () => tell(false), subject, either);
  } catch (thrown) {
    ended = either.aborted ? failures.cancelled() : asPackError(thrown);
  } finally {
    packs.dispose();
    subject.dispose();
  }
  return { report: study.report(results, benchmarkSampling), planned: lines.length, measured: results.size, ended, members };
}
