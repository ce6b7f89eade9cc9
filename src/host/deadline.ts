import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposables.ts';

/** Runs `onExpired` once, `ms` after its start or its last renewal, unless disposed first. */
export class Deadline implements Disposable {
  readonly #clock: Clock;
  readonly #ms: number;
  readonly #onExpired: () => void;
  #timer: Disposable;

  constructor(clock: Clock, ms: number, onExpired: () => void) {
    this.#clock = clock;
    this.#ms = ms;
    this.#onExpired = onExpired;
    this.#timer = clock.after(ms, onExpired);
  }

  renew(): void {
    this.#timer.dispose();
    this.#timer = this.#clock.after(this.#ms, this.#onExpired);
  }

  dispose(): void {
    this.#timer.dispose();
  }
}
