import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposables.ts';
import { anchorOf, typedSince, type Anchor } from '../completion/reuse/anchor.ts';
import type { CursorView } from '../cursor/cursorView.ts';
import type { Counted } from './acceptanceStore.ts';

/** A suggestion that the editor was given. */
export interface Offered extends Counted {
  readonly text: string;
}

export interface ShownWatchParts {
  readonly clock: Clock;
  /** The document in front as seen from its cursor; null for none, and while something is selected. */
  readonly cursor: () => CursorView | null;
  readonly onShown: (suggestion: Counted) => void;
}

interface Watched {
  readonly suggestion: Offered;
  readonly anchor: Anchor;
  readonly timer: Disposable;
  counted: boolean;
}

/**
 * Tells which suggestions were shown. The editor has no event for that: a suggestion counts as shown when, `visibleMs` after the editor was given it, the cursor is
 * still there or has moved on only over what it says; or when it is accepted. It counts once, however often its rest is offered while it is typed. One that goes on
 * from an item of the suggest widget counts once that item is in the document. Whether the editor drew it, and whether Escape took it away, cannot be seen.
 */
export class ShownWatch implements Disposable {
  static readonly visibleMs = 750;

  readonly #parts: ShownWatchParts;
  #watched: Watched | null = null;

  constructor(parts: ShownWatchParts) {
    this.#parts = parts;
  }

  offer(view: CursorView, suggestion: Offered): void {
    if (suggestion.text === '' || this.#isRest(view, suggestion)) return;
    this.dispose();
    const watched = { suggestion, anchor: anchorOf(view), timer: this.#parts.clock.after(ShownWatch.visibleMs, () => this.#look(watched)), counted: false };
    this.#watched = watched;
  }

  /** Whatever was accepted was shown. */
  accept({ document, text, language, member }: Offered & { readonly document: string }): void {
    const { suggestion, anchor, counted = false } = this.#watched ?? {};
    const isKnown = anchor?.document === document && suggestion?.member === member && (suggestion.text.endsWith(text) || text.endsWith(suggestion.text));
    if (isKnown) this.dispose();
    if (!isKnown || !counted) this.#parts.onShown({ language, member });
  }

  dispose(): void {
    this.#watched?.timer.dispose();
    this.#watched = null;
  }

  #look(watched: Watched): void {
    const view = this.#parts.cursor();
    if (view === null || !isWithin(watched, view)) {
      this.dispose();
      return;
    }
    watched.counted = true;
    this.#parts.onShown(watched.suggestion);
  }

  /** Whether it is what is left of the suggestion that is watched. */
  #isRest(view: CursorView, { text }: Offered): boolean {
    if (this.#watched === null) return false;
    const typed = typedSince(this.#watched.anchor, view);
    return typed !== null && `${typed}${text}` === this.#watched.suggestion.text;
  }
}

function isWithin({ anchor, suggestion: { text } }: Watched, view: CursorView): boolean {
  const typed = typedSince(anchor, view);
  return typed !== null && typed.length < text.length && text.startsWith(typed);
}
