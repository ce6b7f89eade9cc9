import type { CompletionReport } from '../../protocol/reports.ts';
import type { StopShape } from '../../protocol/settings.ts';
import { typedSince, type Anchor } from './anchor.ts';
import type { CursorView } from './cursorView.ts';

/** A text that was generated for a place. */
export interface Suggestion {
  readonly anchor: Anchor;
  readonly text: string;
  /** What the text was generated as. */
  readonly shape: StopShape;
  readonly report: CompletionReport;
}

/** What is left of a suggestion once the user has typed a part of it. */
export interface Remainder {
  readonly suggestion: Suggestion;
  readonly text: string;
}

/** What is left at the cursor, or null when something else than the suggestion was typed, or all of it. */
export function remainderOf(suggestion: Suggestion, view: CursorView): Remainder | null {
  const typed = typedSince(suggestion.anchor, view);
  if (typed === null || typed.length >= suggestion.text.length || !suggestion.text.startsWith(typed)) return null;
  return { suggestion, text: suggestion.text.slice(typed.length) };
}

/**
 * The suggestion on screen. As long as the user types what it says, the rest of it is the next suggestion; deleting within
 * the typed part gives the deleted characters back, and typing them again takes them away.
 */
export class TypingAsSuggested {
  #shown: Suggestion | null = null;

  show(suggestion: Suggestion): void {
    this.#shown = suggestion;
  }

  find(view: CursorView): Remainder | null {
    return this.#shown === null ? null : remainderOf(this.#shown, view);
  }

  clear(): void {
    this.#shown = null;
  }
}

/**
 * The last suggestions by the text around them, for places that the cursor comes back to. An entry also answers for places
 * inside its text. The entry that was not used for the longest time leaves first.
 */
export class SuggestionCache {
  readonly #capacity: number;
  #entries: readonly Suggestion[] = [];

  /** `capacity` entries of at most a few kilobytes each; a look-up compares with every entry and mostly fails on the first check. */
  constructor(capacity = 64) {
    this.#capacity = capacity;
  }

  add(suggestion: Suggestion): void {
    this.#entries = [suggestion, ...this.#entries.filter((entry) => !sameAnchor(entry.anchor, suggestion.anchor))].slice(0, this.#capacity);
  }

  find(view: CursorView): Remainder | null {
    for (const entry of this.#entries) {
      const found = remainderOf(entry, view);
      if (found === null) continue;
      this.#entries = [entry, ...this.#entries.filter((other) => other !== entry)];
      return found;
    }
    return null;
  }

  clear(): void {
    this.#entries = [];
  }
}

function sameAnchor(a: Anchor, b: Anchor): boolean {
  return a.document === b.document && a.offset === b.offset && a.before === b.before && a.after === b.after;
}
