import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposables.ts';
import { heartbeatMs, missedHeartbeats } from '../protocol/wire.ts';

/**
 * The next beat when the last one is still unanswered, ms. A process that stopped is found after 7 s at most, and one that is only held up has 5 s to answer: with
 * ten times as many programs as cores, aligning the largest vocabularies in use holds the engine up for 2.2 s.
 */
const hurriedMs = 1500;

/**
 * Asks a process for a sign of life at every beat, more often while it owes one, and reports it hung when three asks in a row stay unanswered.
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
    this.#timer = this.#after(heartbeatMs);
  }

  dispose(): void {
    this.#disposed = true;
    this.#timer.dispose();
  }

  #after(ms: number): Disposable {
    return this.#clock.after(ms, () => this.#beat());
  }

  #beat(): void {
    if (this.#disposed) return;
    if (this.#unanswered === missedHeartbeats) {
      this.#onHung();
      return;
    }
    const hurried = this.#unanswered > 0;
    this.#unanswered += 1;
    this.#ping().then(
      () => (this.#unanswered = 0),
      () => undefined,
    );
    this.#timer = this.#after(hurried ? hurriedMs : heartbeatMs);
  }
}
