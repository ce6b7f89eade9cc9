import type { Clock } from '../../../base/clock.ts';
import type { Disposable } from '../../../base/disposables.ts';
import type { CursorView } from '../../cursor/cursorView.ts';

/**
 * Has the text written ahead that follows the suggestion on screen: once nothing was typed for a moment, for one place at a time. As long as the user types towards
 * that place the text for it is kept; another place, or a request that needs the engine, drops it.
 */
export class Prefetcher implements Disposable {
  /** Who reads a suggestion stops typing for longer; with 150 ms every second pause within a word asked for a text that nobody came to. */
  static readonly settleMs = 400;

  readonly #clock: Clock;
  #place: CursorView | null = null;
  #timer: Disposable | null = null;
  #written: AbortController | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  plan(place: CursorView, write: (signal: AbortSignal) => void): void {
    if (samePlace(this.#place, place)) return;
    this.dispose();
    const written = new AbortController();
    this.#place = place;
    this.#written = written;
    this.#timer = this.#clock.after(Prefetcher.settleMs, () => write(written.signal));
  }

  /** Forgets the place, and ends what is written for it. */
  dispose(): void {
    this.#timer?.dispose();
    this.#written?.abort();
    this.#place = null;
  }
}

function samePlace(a: CursorView | null, b: CursorView): boolean {
  return a !== null && a.document === b.document && a.offset === b.offset && a.before === b.before && a.after === b.after;
}
