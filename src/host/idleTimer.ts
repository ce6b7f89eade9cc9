import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposables.ts';

/** Tells when nobody has asked for anything for a while. `limitMs` is looked at anew with each question; 0 waits for ever. */
export class IdleTimer implements Disposable {
  readonly #clock: Clock;
  readonly #limitMs: () => number;
  readonly #onIdle: () => void;
  #timer: Disposable | null = null;

  constructor(clock: Clock, limitMs: () => number, onIdle: () => void) {
    this.#clock = clock;
    this.#limitMs = limitMs;
    this.#onIdle = onIdle;
  }

  /** The last question was answered: the wait begins. */
  start(): void {
    this.dispose();
    const ms = this.#limitMs();
    if (ms > 0) this.#timer = this.#clock.after(ms, this.#onIdle);
  }

  /** A question came, or there is nothing to wait for. */
  dispose(): void {
    this.#timer?.dispose();
    this.#timer = null;
  }
}
