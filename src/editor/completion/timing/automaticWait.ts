/** After one of these a new word or argument begins, where a suggestion is most useful. */
const triggers = ' \t.([{,;:=<>/"\'`';

/** From one keystroke to the next of a usual typist; what takes no longer may be asked for at every keystroke. */
const keystrokeMs = 140;
/** Longer waits would be felt more than what they save. */
const longestMs = 150;
/** Share of the latest completion in the mean that waiting goes by. */
const newest = 0.25;

/**
 * How long an automatic request waits for the next keystroke, as a value: at the start of a line or after a trigger character not at all, in the middle of a word a
 * little, but typing on without a pause cannot put a request off for longer than `promoteAfterMs`. A pack that takes longer than a keystroke is asked less often:
 * every wait is at least half of what its completions take beyond one, and typing on puts a request off for as long as a completion takes.
 */
export class AutomaticWait {
  /** The editor itself waits 50 ms before it asks a provider, so this can be short. */
  static readonly tailMs = 35;
  /** Copilot Chat's throttle promotes after as long. */
  static readonly promoteAfterMs = 250;
  static readonly initial = new AutomaticWait(0, null);

  /** Mean time of the latest completions, ms; 0 before the first. */
  readonly latencyMs: number;
  readonly #postponedSince: number | null;

  private constructor(latencyMs: number, postponedSince: number | null) {
    this.latencyMs = latencyMs;
    this.#postponedSince = postponedSince;
  }

  /** Milliseconds to wait at a cursor with `lineBefore` to its left, and the value that stands for having waited. */
  next(lineBefore: string, now: number): { readonly waitMs: number; readonly then: AutomaticWait } {
    const atOnce = lineBefore.trim() === '' || triggers.includes(lineBefore.charAt(lineBefore.length - 1));
    const usual = Math.max(atOnce ? 0 : AutomaticWait.tailMs, Math.min(longestMs, (this.latencyMs - keystrokeMs) / 2));
    if (usual === 0) return { waitMs: 0, then: this };
    const since = this.#postponedSince ?? now;
    const latest = since + Math.max(AutomaticWait.promoteAfterMs, this.latencyMs);
    return { waitMs: Math.max(0, Math.min(usual, latest - now)), then: new AutomaticWait(this.latencyMs, since) };
  }

  /** A request went out: the next wait starts afresh. */
  sent(): AutomaticWait {
    return new AutomaticWait(this.latencyMs, null);
  }

  /** A completion took so long. */
  took(ms: number): AutomaticWait {
    return new AutomaticWait(this.latencyMs === 0 ? ms : this.latencyMs + newest * (ms - this.latencyMs), this.#postponedSince);
  }
}
