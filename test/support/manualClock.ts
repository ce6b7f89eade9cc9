import type { Clock } from '../../src/base/clock.ts';
import { toDisposable, type Disposable } from '../../src/base/disposables.ts';

/** A clock that only moves when it is told to. */
export class ManualClock implements Clock {
  #now = 0;
  #timers: { readonly at: number; readonly run: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): Disposable {
    const timer = { at: this.#now + ms, run };
    this.#timers.push(timer);
    return toDisposable(() => (this.#timers = this.#timers.filter((other) => other !== timer)));
  }

  get pending(): number {
    return this.#timers.length;
  }

  /** Runs everything that is due, in order of time. */
  advance(ms: number): void {
    const until = this.#now + ms;
    for (;;) {
      const due = this.#timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
      if (due === undefined) break;
      this.#timers = this.#timers.filter((timer) => timer !== due);
      this.#now = due.at;
      due.run();
    }
    this.#now = until;
  }
}
