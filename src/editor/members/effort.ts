import { degradations } from '../../protocol/reports.ts';

/** How much of the pack a request gets, most first. */
export const levels = ['full', ...degradations] as const;
export type Level = (typeof levels)[number];

/** What one request took. */
export interface Observation {
  /** On any clock, ms. */
  readonly at: number;
  /** Time over the time that there was. */
  readonly load: number;
  /** What it would have been one level up, by the members' measured speed. */
  readonly fullerLoad: number;
}

interface State {
  readonly step: number;
  /** Requests in a row that were too slow, and that would have been quick enough one level up. */
  readonly slow: number;
  readonly calm: number;
  /** When it last went down, and how long it stays there at least before it tries one level up unasked. */
  readonly downAt: number;
  readonly restMs: number;
  /** Whether the level is tried only, after a rest. */
  readonly trial: boolean;
}

/**
 * How much of the pack requests get, as a value. Three slow requests in a row lead one level down, ten in a row that would be well within
 * the time one level up lead up, and so does a rest: nothing measures members that sit out. One slow request ends such a trial, and the
 * next rest is twice as long.
 */
export class Effort {
  static readonly slowInARow = 3;
  static readonly calmInARow = 10;
  /** Below this load one level up there is room for it. */
  static readonly room = 0.7;
  static readonly shortestRestMs = 60_000;
  static readonly longestRestMs = 16 * 60_000;

  readonly #ladder: readonly Level[];
  readonly #state: State;

  private constructor(ladder: readonly Level[], state: State) {
    this.#ladder = ladder;
    this.#state = state;
  }

  /** The whole pack, of so many members; levels that would be the same for it are left out. */
  static full(members: number): Effort {
    const ladder = levels.filter((level) => level !== 'fewer-members' || members > 2).filter((level) => level !== 'top-member' || members > 1);
    return new Effort(ladder, { step: 0, slow: 0, calm: 0, downAt: 0, restMs: Effort.shortestRestMs, trial: false });
  }

  get level(): Level {
    return this.#ladder[this.#state.step] ?? 'full';
  }

  /** The level above; the same when there is none. */
  get fuller(): Level {
    return this.#ladder[Math.max(0, this.#state.step - 1)] ?? 'full';
  }

  next({ at, load, fullerLoad }: Observation): Effort {
    const { slow, calm, trial, step } = this.#state;
    if (load > 1) return slow + 1 >= Effort.slowInARow || trial ? this.#down(at) : this.#with({ slow: slow + 1, calm: 0 });
    if (trial) return calm + 1 >= Effort.slowInARow ? this.#with({ slow: 0, calm: 0, trial: false, restMs: Effort.shortestRestMs }) : this.#with({ slow: 0, calm: calm + 1 });
    const roomy = step > 0 && fullerLoad <= Effort.room;
    return roomy && calm + 1 >= Effort.calmInARow ? this.#with({ step: step - 1, slow: 0, calm: 0 }) : this.#with({ slow: 0, calm: roomy ? calm + 1 : 0 });
  }

  /** As it is when asked at this time: after a rest, one level up, on trial. */
  rested(at: number): Effort {
    const { step, downAt, restMs } = this.#state;
    return step === 0 || at - downAt < restMs ? this : this.#with({ step: step - 1, slow: 0, calm: 0, downAt: at, trial: true });
  }

  #down(at: number): Effort {
    const { step, restMs, trial } = this.#state;
    return this.#with({ step: Math.min(step + 1, this.#ladder.length - 1), slow: 0, calm: 0, downAt: at, trial: false, restMs: trial ? Math.min(restMs * 2, Effort.longestRestMs) : restMs });
  }

  #with(change: Partial<State>): Effort {
    return new Effort(this.#ladder, { ...this.#state, ...change });
  }
}
