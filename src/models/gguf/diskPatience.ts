import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposables.ts';

const lookMs = 2000;
/** Looks in a row at which nothing has come. */
const mostSilent = 5;

/**
 * Gives a disk up that has said nothing for five looks in a row, each two seconds after the one before. Looks are counted, not milliseconds: on a machine so busy that this program
 * does not get on, or that slept, no look passes either, and a file that arrives slowly still arrives.
 */
export class DiskPatience implements Disposable {
  readonly #clock: Clock;
  readonly #onSilence: () => void;
  #silent = 0;
  #timer: Disposable;

  constructor(clock: Clock, onSilence: () => void) {
    this.#clock = clock;
    this.#onSilence = onSilence;
    this.#timer = this.#next();
  }

  /** The disk has answered. */
  renew(): void {
    this.#silent = 0;
  }

  dispose(): void {
    this.#timer.dispose();
  }

  #next(): Disposable {
    return this.#clock.after(lookMs, () => {
      this.#silent += 1;
      if (this.#silent === mostSilent) this.#onSilence();
      else this.#timer = this.#next();
    });
  }
}
