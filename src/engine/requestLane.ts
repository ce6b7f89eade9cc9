import { failures } from '../base/errors.ts';

/**
 * `completion`: a newer one takes the place of one that still waits. `warm`: gives way to everything else, at once. `learn`, which completions and
 * measurements in the background have as well: runs when there is nothing else to do, and gives way to everything but warming.
 */
export type Rank = 'completion' | 'request' | 'warm' | 'learn';

const foreground = 2;
const urgency = { completion: foreground, request: foreground, warm: 1, learn: 0 } as const satisfies Record<Rank, number>;

interface Waiting {
  readonly rank: Rank;
  readonly start: () => void;
  readonly cancel: () => void;
}

/**
 * One request at a time for the whole pack, in order of arrival, warming and then learning last. At most one completion runs and one waits.
 * The signal that a job gets aborts when its caller cancels and, for warming and learning, when a request arrives.
 */
export class RequestLane {
  #waiting: Waiting[] = [];
  #running: { readonly rank: Rank; readonly controller: AbortController } | null = null;

  async run<T>(rank: Rank, signal: AbortSignal, job: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (!signal.aborted) this.#makeWay(rank);
    const controller = await this.#turn(rank, signal);
    const onAbort = (): void => controller.abort(failures.cancelled());
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      controller.signal.throwIfAborted();
      return await job(controller.signal);
    } finally {
      signal.removeEventListener('abort', onAbort);
      this.#running = null;
      this.#waiting.toSorted((a, b) => urgency[b.rank] - urgency[a.rank])[0]?.start();
    }
  }

  #makeWay(rank: Rank): void {
    const { rank: running = rank, controller } = this.#running ?? {};
    if (urgency[rank] === foreground && urgency[running] < foreground) controller?.abort(failures.cancelled());
    if (rank === 'request' || rank === 'learn') return;
    for (const waiting of this.#waiting.filter((other) => other.rank === rank)) waiting.cancel();
  }

  /** Resolves when it is this request's turn, with what aborts it; rejects with `cancelled` when it leaves the queue before. */
  #turn(rank: Rank, signal: AbortSignal): Promise<AbortController> {
    if (signal.aborted) return Promise.reject(failures.cancelled());
    if (this.#running === null) return Promise.resolve(this.#begin(rank));
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#waiting = this.#waiting.filter((other) => other !== waiting);
        signal.removeEventListener('abort', waiting.cancel);
      };
      const waiting: Waiting = {
        rank,
        start: () => {
          leave();
          resolve(this.#begin(rank));
        },
        cancel: () => {
          leave();
          reject(failures.cancelled());
        },
      };
      signal.addEventListener('abort', waiting.cancel, { once: true });
      this.#waiting.push(waiting);
    });
  }

  #begin(rank: Rank): AbortController {
    const controller = new AbortController();
    this.#running = { rank, controller };
    return controller;
  }
}
