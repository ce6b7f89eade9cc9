import { toDisposable, type Disposable } from './disposables.ts';

/** Time as something handed in, so that deadlines and backoffs can be tested without waiting. */
export interface Clock {
  /** Milliseconds since an arbitrary, fixed moment; never runs backwards. */
  now(): number;
  /** Runs `run` once after `ms` milliseconds, unless disposed before. */
  after(ms: number, run: () => void): Disposable;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return toDisposable(() => clearTimeout(timer));
  },
};

/** Resolves after `ms`, or at once with `false` when `signal` aborts first. */
export function sleep(clock: Clock, ms: number, signal?: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) {
      resolve(false);
      return;
    }
    const onAbort = (): void => {
      timer.dispose();
      resolve(false);
    };
    const timer = clock.after(ms, () => {
      signal?.removeEventListener('abort', onAbort);
      resolve(true);
    });
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
