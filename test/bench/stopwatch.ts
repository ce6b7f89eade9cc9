/** Wall time, and processor time of the process, ms. */
export interface Cost {
  readonly wall: number;
  readonly cpu: number;
}

/** Measures what happens from `begin` on. */
export class Stopwatch {
  #wall = NaN;
  #cpu: NodeJS.CpuUsage | undefined;

  /** Counts from here, unless it does already. */
  begin(): void {
    if (!Number.isNaN(this.#wall)) return;
    this.#cpu = process.cpuUsage();
    this.#wall = performance.now();
  }

  /** So far; NaN where it did not begin. */
  get cost(): Cost {
    const wall = performance.now() - this.#wall;
    const { user, system } = process.cpuUsage(this.#cpu);
    return { wall, cpu: (user + system) / 1000 };
  }
}
