import type * as v from 'valibot';
import { asPackError } from '../../base/errors.ts';
import type { Engine } from '../../host/engine.ts';
import type { Report } from '../report/report.ts';
import type { Resampling } from '../statistics/bootstrap.ts';
import { ResultLog, type RunSettings } from './resultLog.ts';

/** The engine, as far as a study asks it. */
export type Subject = Pick<Engine, 'ask'>;

/** A question about quality or cost that is answered item by item and then summed up. */
export interface Study<T> {
  /** What is measured one after the other, in this order. */
  readonly items: readonly string[];
  readonly outcome: v.GenericSchema<unknown, T>;
  /** `earlier` are the results of the items before, for studies that learn as they go. */
  measure(item: string, earlier: ReadonlyMap<string, T>, subject: Subject, signal: AbortSignal): Promise<T>;
  report(results: ReadonlyMap<string, T>, resampling: Resampling): Report;
}

export interface RunPlan {
  /** Where the results are kept. */
  readonly folder: string;
  readonly settings: RunSettings;
  readonly resampling: Resampling;
  /** Gets the share that is done, and what comes next. */
  readonly onProgress: (done: number, item: string) => void;
}

/** Where results are kept as they come. */
export interface Results<T> {
  readonly results: ReadonlyMap<string, T>;
  add(item: string, outcome: T): Promise<void>;
}

/** Measures the items without a result yet. Rejects with the signal's reason, or as the engine does, with all results so far kept. */
export async function measureItems<T>(study: Study<T>, known: Results<T>, onProgress: RunPlan['onProgress'], subject: Subject, signal: AbortSignal): Promise<void> {
  for (const [index, item] of study.items.entries()) {
    signal.throwIfAborted();
    onProgress(index / study.items.length, item);
    if (!known.results.has(item)) await known.add(item, await patiently(() => study.measure(item, known.results, subject, signal)));
  }
}

/** A study that can be run, whatever its results are. */
export interface Runnable {
  readonly items: readonly string[];
  /** Measures what the folder does not hold yet, and sums up. Rejects with the signal's reason, with all results so far kept. */
  run(plan: RunPlan, subject: Subject, signal: AbortSignal): Promise<Report>;
}

export function runnable<T>(study: Study<T>): Runnable {
  return {
    items: study.items,
    async run({ folder, settings, resampling, onProgress }, subject, signal) {
      const log = await ResultLog.open(folder, settings, study.outcome);
      await measureItems(study, log, onProgress, subject, signal);
      return study.report(log.results, resampling);
    },
  };
}

/** An engine that stopped starts again by itself: so often is one item tried. */
const mostAttempts = 3;

async function patiently<T>(measure: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await measure();
    } catch (thrown) {
      const { code } = asPackError(thrown);
      if (attempt === mostAttempts || !(code === 'engine-crashed' || code === 'engine-timeout')) throw thrown;
    }
  }
}
