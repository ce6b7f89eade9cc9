import type { Clock } from '../../base/clock.ts';
import type { ModelSource } from '../catalogue.ts';

export interface DownloadProgress {
  readonly source: ModelSource['kind'];
  /** Which of several files is on its way, from 1; null when there is only one. */
  readonly part: { readonly number: number; readonly of: number } | null;
  /** Bytes of the model that have arrived, of `total`. */
  readonly bytes: number;
  readonly total: number;
  /** Mean over the last seconds; null until it can be told. */
  readonly bytesPerSecond: number | null;
  readonly secondsLeft: number | null;
}

const windowMs = 5000;
const reportEveryMs = 100;

/** Turns byte counts into progress reports: at most ten a second, with the speed over the last five seconds. What was there before a resume counts for no speed. */
export class ProgressMeter {
  readonly #clock: Clock;
  readonly #source: ModelSource['kind'];
  readonly #total: number;
  readonly #report: (progress: DownloadProgress) => void;
  #samples: { readonly at: number; readonly bytes: number }[] = [];
  #reportedAt = -Infinity;

  constructor(clock: Clock, source: ModelSource['kind'], total: number, report: (progress: DownloadProgress) => void) {
    this.#clock = clock;
    this.#source = source;
    this.#total = total;
    this.#report = report;
  }

  at(bytes: number, part: DownloadProgress['part'] = null): void {
    const now = this.#clock.now();
    const last = this.#samples.at(-1);
    // Fewer bytes than before: the download began anew.
    if (last !== undefined && bytes < last.bytes) this.#samples = [];
    this.#samples = this.#samples.filter((sample) => now - sample.at <= windowMs);
    this.#samples.push({ at: now, bytes });
    if (now - this.#reportedAt < reportEveryMs && bytes < this.#total) return;
    this.#reportedAt = now;
    const first = this.#samples[0];
    const ms = first === undefined ? 0 : now - first.at;
    const bytesPerSecond = first === undefined || ms <= 0 ? null : ((bytes - first.bytes) / ms) * 1000;
    const secondsLeft = bytesPerSecond === null || bytesPerSecond <= 0 ? null : (this.#total - bytes) / bytesPerSecond;
    this.#report({ source: this.#source, part, bytes, total: this.#total, bytesPerSecond, secondsLeft });
  }
}
