import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposables.ts';

/**
 * The two things that end a generation from outside, the request's signal and its deadline, as one signal for the members. A wait ends at once,
 * even in the middle of a forward pass: the member finishes that by itself and its late answer is dropped.
 */
export class Limit implements Disposable {
  readonly #controller = new AbortController();
  readonly #request: AbortSignal;
  readonly #clock: Clock;
  readonly #deadline: number;
  readonly #timer: Disposable;
  readonly #reached: Promise<null>;
  #reason: 'cancelled' | 'deadline' | null = null;
  #wake: () => void = () => undefined;
  readonly #onAbort = (): void => this.#end('cancelled');

  constructor(clock: Clock, deadline: number, request: AbortSignal) {
    this.#request = request;
    this.#clock = clock;
    this.#deadline = deadline;
    this.#reached = new Promise((resolve) => {
      this.#wake = () => resolve(null);
    });
    this.#timer = clock.after(Math.max(0, deadline - clock.now()), () => this.#end('deadline'));
    if (request.aborted) this.#end('cancelled');
    else request.addEventListener('abort', this.#onAbort, { once: true });
  }

  /** Which limit has been reached; also tells when the timer is late because the process was busy. */
  get reason(): 'cancelled' | 'deadline' | null {
    if (this.#reason === null && this.#clock.now() >= this.#deadline) this.#end('deadline');
    return this.#reason;
  }

  /** For the members. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The job's result, or null when the limit is reached first. */
  async within<T>(job: Promise<T>): Promise<T | null> {
    try {
      return await Promise.race([job, this.#reached]);
    } catch (thrown) {
      if (this.reason !== null) return null;
      throw thrown;
    } finally {
      job.catch(() => undefined);
    }
  }

  dispose(): void {
    this.#timer.dispose();
    this.#request.removeEventListener('abort', this.#onAbort);
    this.#controller.abort();
    this.#wake();
  }

  #end(reason: 'cancelled' | 'deadline'): void {
    this.#reason ??= reason;
    this.#controller.abort();
    this.#wake();
  }
}
