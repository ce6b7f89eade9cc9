import { systemClock, type Clock } from '../../src/base/clock.ts';
import type { Disposable } from '../../src/base/disposables.ts';

/** The system's clock, except that time can pass at once between two events; timers that run are not moved. */
export class SkippingClock implements Clock {
  #skipped = 0;

  now(): number {
    return systemClock.now() + this.#skipped;
  }

  after(ms: number, run: () => void): Disposable {
    return systemClock.after(ms, run);
  }

  skip(ms: number): void {
    this.#skipped += ms;
  }
}
