import { sleep, type Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposables.ts';
import { asPackError } from '../../base/errors.ts';
import type { Event } from '../../base/emitter.ts';
import type { Subject } from '../../evaluation/run/study.ts';

export interface PatientParts {
  readonly engine: Subject;
  readonly clock: Clock;
  /** Fired whenever the user is given a suggestion, or none: a sign that somebody types. */
  readonly onActivity: Event<unknown>;
  /** Called when the user's turn begins, and when it ends. */
  readonly onWaiting: (waiting: boolean) => void;
}

/**
 * The engine as it is asked by somebody who is in no hurry: in the background, so that every other question goes first and ends the one that runs, which is asked again
 * once nobody has typed for a while. Each turn that is taken from a writer costs that writer the reading of the text anew.
 */
export class PatientSubject implements Subject, Disposable {
  static readonly quietMs = 2000;

  readonly #parts: PatientParts;
  readonly #activity: Disposable;
  #latest: number;
  #waitedMs = 0;
  #waiting = false;

  constructor(parts: PatientParts) {
    this.#parts = parts;
    this.#latest = parts.clock.now() - PatientSubject.quietMs;
    this.#activity = parts.onActivity(() => this.#notice());
  }

  /** For how long it was the user's turn in all, and for how long questions ran that gave way, ms. */
  get waitedMs(): number {
    return this.#waitedMs;
  }

  readonly ask: Subject['ask'] = async (method, params, options = {}) => {
    for (;;) {
      await this.#quiet(options.signal);
      const asked = this.#parts.clock.now();
      try {
        return await this.#parts.engine.ask(method, params, { ...options, background: true });
      } catch (thrown) {
        if (options.signal?.aborted === true || asPackError(thrown).code !== 'cancelled') throw thrown;
        this.#waitedMs += this.#parts.clock.now() - asked;
        this.#notice();
      }
    }
  };

  dispose(): void {
    this.#activity.dispose();
  }

  #notice(): void {
    this.#latest = this.#parts.clock.now();
  }

  #setWaiting(waiting: boolean): void {
    if (waiting === this.#waiting) return;
    this.#waiting = waiting;
    this.#parts.onWaiting(waiting);
  }

  async #quiet(signal: AbortSignal | undefined): Promise<void> {
    const { clock } = this.#parts;
    const from = clock.now();
    for (;;) {
      const ms = this.#latest + PatientSubject.quietMs - clock.now();
      this.#setWaiting(ms > 0);
      if (ms <= 0) break;
      await sleep(clock, ms, signal);
      signal?.throwIfAborted();
    }
    this.#waitedMs += clock.now() - from;
  }
}
