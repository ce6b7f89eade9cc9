import type { Clock } from '../../base/clock.ts';

/** After one of these a new word or argument begins, where a suggestion is most useful. */
const triggers = ' \t.([{,;:=<>/"\'`';

/**
 * How long an automatic request waits for the next keystroke. At the start of a line or after a trigger character there is no
 * wait. In the middle of a word each keystroke waits a little for the next one, but typing on without a pause cannot put
 * a request off for longer than `promoteAfterMs`.
 */
export class AutomaticWait {
  /** The editor itself waits 50 ms before it asks a provider, so this can be short. */
  static readonly tailMs = 35;
  /** Copilot Chat's throttle promotes after as long. */
  static readonly promoteAfterMs = 250;

  readonly #clock: Clock;
  #postponedSince: number | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Milliseconds to wait at a cursor with `lineBefore` to its left. */
  next(lineBefore: string): number {
    if (lineBefore.trim() === '' || triggers.includes(lineBefore.charAt(lineBefore.length - 1))) return 0;
    const now = this.#clock.now();
    this.#postponedSince ??= now;
    return Math.max(0, Math.min(AutomaticWait.tailMs, this.#postponedSince + AutomaticWait.promoteAfterMs - now));
  }

  /** A request went out: the next wait starts afresh. */
  sent(): void {
    this.#postponedSince = null;
  }
}
