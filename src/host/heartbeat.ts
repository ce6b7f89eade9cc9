import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposables.ts';
import { heartbeatMs, missedHeartbeats } from '../protocol/wire.ts';

/**
 * Asks a process for a sign of life at every beat and reports it hung when three asks in a row stay unanswered.
 * Beats are counted, not milliseconds, so that a machine that slept does not look like a process that hung.
 */
export class Heartbeat implements Disposable {
  readonly #clock: Clock;
  readonly #ping: () => Promise<unknown>;
  readonly #onHung: () => void;
  #unanswered = 0;
  #disposed = false;
  #timer: Disposable;

  /** `ping` resolves when the process answers; a rejection counts as no answer. */
  constructor(clock: Clock, ping: () => Promise<unknown>, onHung: () => void) {
    this.#clock = clock;
    this.#ping = ping;
    this.#onHung = onHung;
    this.#timer = this.#next();
  }

  dispose(): void {
    this.#disposed = true;
    this.#timer.dispose();
  }

  #next(): Disposable {
    return this.#clock.after(heartbeatMs, () => this.#beat());
  }

  #beat(): void {
    if (this.#disposed) return;
    if (this.#unanswered === missedHeartbeats) {
      this.#onHung();
      return;
    }
    this.#unanswered += 1;
    this.#ping().then(
      () => (this.#unanswered = 0),
      () => undefined,
    );
    this.#timer = this.#next();
  }
}
