/** Jobs in all, and at once at most. */
export interface SlotCounts {
  readonly started: number;
  readonly mostRunning: number;
  readonly mostWaiting: number;
}

/**
 * Room for one running and one waiting job. A new job aborts the one that runs and takes the place of the one that waits;
 * it starts when the aborted job has ended, so that two never run at once.
 */
export class RequestSlots {
  #taken = false;
  #running: AbortController | null = null;
  #waiting: ((started: boolean) => void) | null = null;
  #counts: SlotCounts = { started: 0, mostRunning: 0, mostWaiting: 0 };
  #runs = 0;
  #waits = 0;

  get counts(): SlotCounts {
    return this.#counts;
  }

  /** Whether a job runs or is about to. */
  get busy(): boolean {
    return this.#taken;
  }

  /** The job's result, or null when a later job took its place or `signal` aborted before it started. Rejects only as the job does. */
  async run<T>(signal: AbortSignal, job: (signal: AbortSignal) => Promise<T>): Promise<T | null> {
    if (signal.aborted || !await this.#turn(signal)) return null;
    if (this.#superseded(signal)) {
      this.#handOver();
      return null;
    }
    const controller = new AbortController();
    const abort = (): void => controller.abort(signal.reason);
    this.#running = controller;
    this.#count(++this.#runs, this.#waits, 1);
    signal.addEventListener('abort', abort, { once: true });
    try {
      return await job(controller.signal);
    } finally {
      signal.removeEventListener('abort', abort);
      this.#running = null;
      this.#runs--;
      this.#handOver();
    }
  }

  /** Ends the running job and the waiting one. */
  clear(): void {
    this.#waiting?.(false);
    this.#running?.abort();
  }

  #turn(signal: AbortSignal): Promise<boolean> {
    this.#waiting?.(false);
    if (!this.#taken) {
      this.#taken = true;
      return Promise.resolve(true);
    }
    this.#running?.abort();
    return new Promise<boolean>((resolve) => {
      const settle = (started: boolean): void => {
        signal.removeEventListener('abort', giveUp);
        if (this.#waiting === settle) this.#waiting = null;
        this.#waits--;
        resolve(started);
      };
      const giveUp = (): void => settle(false);
      this.#waiting = settle;
      this.#count(this.#runs, ++this.#waits, 0);
      signal.addEventListener('abort', giveUp, { once: true });
    });
  }

  /** Whether the job became needless in the instant between its turn and its start. */
  #superseded(signal: AbortSignal): boolean {
    return signal.aborted || this.#waiting !== null;
  }

  #count(running: number, waiting: number, started: number): void {
    const { started: before, mostRunning, mostWaiting } = this.#counts;
    this.#counts = { started: before + started, mostRunning: Math.max(mostRunning, running), mostWaiting: Math.max(mostWaiting, waiting) };
  }

  #handOver(): void {
    if (this.#waiting === null) this.#taken = false;
    else this.#waiting(true);
  }
}
