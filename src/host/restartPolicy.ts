/** Waits before the first, second, … restart within the window, in ms. */
const backoffMs = [0, 250, 1000, 4000] as const;

/** Five crashes in three minutes, as in VS Code's own language clients. */
const windowMs = 3 * 60_000;
const crashesAllowed = backoffMs.length;

export type AfterCrash =
  | { readonly kind: 'retry'; readonly inMs: number; readonly policy: RestartPolicy }
  | { readonly kind: 'disable'; readonly crashes: number; readonly minutes: number };

/**
 * When to start a crashed engine again: at once for the first crash, later and later for those that follow within three
 * minutes, and not at all after the fifth. An immutable value: each crash yields the policy for the next one.
 */
export class RestartPolicy {
  readonly #crashes: readonly number[];

  constructor(crashes: readonly number[] = []) {
    this.#crashes = crashes;
  }

  /** `now` in ms of the same clock at every call. */
  next(now: number): AfterCrash {
    const crashes = [...this.#crashes.filter((at) => now - at < windowMs), now];
    const inMs = backoffMs[crashes.length - 1];
    if (inMs === undefined) return { kind: 'disable', crashes: crashesAllowed + 1, minutes: windowMs / 60_000 };
    return { kind: 'retry', inMs, policy: new RestartPolicy(crashes) };
  }

  reset(): RestartPolicy {
    return new RestartPolicy();
  }
}
