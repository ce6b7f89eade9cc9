import type { Clock } from '../../../base/clock.ts';
import type { Disposable } from '../../../base/disposables.ts';
import { Emitter } from '../../../base/emitter.ts';
import { asPackError } from '../../../base/errors.ts';
import type { CursorView } from '../../cursor/cursorView.ts';
import { typedSince, type Anchor } from '../reuse/anchor.ts';

/**
 * A request on its way. It belongs to nobody in particular: typing what it says so far keeps it alive for the next caller.
 * It is aborted when its last caller has left and no other came within `graceMs`.
 */
export class Flight<R> {
  /** The editor cancels at a keystroke and asks again 50 ms later; a caller that comes after this long will not come at all. */
  static readonly graceMs = 120;
  /** How long a caller that has typed more than the text so far waits for it to catch up; Copilot waits as long. Until the first text a new request would read the same prompt. */
  static readonly catchUpMs = 200;
  /** A caller that has typed this much more than the text so far does not wait at all; in UTF-16 units. */
  static readonly mostAhead = 8;

  readonly anchor: Anchor;
  readonly result: Promise<R>;
  readonly #clock: Clock;
  readonly #controller = new AbortController();
  readonly #grown = new Emitter<string>();
  #text = '';
  #callers = 0;
  #grace: Disposable | null = null;

  /** `job` starts at once; it reports each new stretch of text with `onText`. */
  constructor(clock: Clock, anchor: Anchor, job: (signal: AbortSignal, onText: (text: string) => void) => Promise<R>) {
    this.#clock = clock;
    this.anchor = anchor;
    this.result = job(this.#controller.signal, (text) => {
      this.#text += text;
      this.#grown.fire(this.#text);
    });
  }

  /** Whether the text so far and what was typed since say the same, as far as both go. */
  agreesWith(view: CursorView): boolean {
    const typed = typedSince(this.anchor, view);
    if (typed === null || this.#aheadBy(typed) > Flight.mostAhead) return false;
    return typed.startsWith(this.#text) || this.#text.startsWith(typed);
  }

  /**
   * The result, or null as soon as the text turns against what was typed, does not catch up with it in time, or `signal` aborts.
   * Rejects only as the job does.
   */
  async join(view: CursorView, signal: AbortSignal): Promise<R | null> {
    this.#callers++;
    this.#grace?.dispose();
    try {
      return await this.#resultUnlessLeft(view, signal);
    } finally {
      if (--this.#callers === 0) this.#grace = this.#clock.after(Flight.graceMs, () => this.#controller.abort());
    }
  }

  abort(): void {
    this.#grace?.dispose();
    this.#controller.abort();
  }

  #resultUnlessLeft(view: CursorView, signal: AbortSignal): Promise<R | null> {
    return new Promise((resolve, reject) => {
      const settle = (run: () => void): void => {
        growth.dispose();
        catchUp.dispose();
        signal.removeEventListener('abort', leave);
        run();
      };
      const leave = (): void => settle(() => resolve(null));
      const growth = this.#grown.event(() => {
        if (!this.agreesWith(view)) leave();
      });
      const catchUp = this.#clock.after(Flight.catchUpMs, () => {
        if (this.#aheadBy(typedSince(this.anchor, view) ?? '') > 0) leave();
      });
      signal.addEventListener('abort', leave, { once: true });
      if (signal.aborted) leave();
      this.result.then((result) => settle(() => resolve(result)), (thrown: unknown) => settle(() => reject(asPackError(thrown))));
    });
  }

  #aheadBy(typed: string): number {
    return typed.length - this.#text.length;
  }
}
