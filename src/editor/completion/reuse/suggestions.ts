import type { CursorView } from '../../cursor/cursorView.ts';
import { sameAnchor, typedAround, typedSince } from './anchor.ts';
import { reindented } from './reindented.ts';
import type { Suggestion } from './suggestion.ts';

/** What is left of a suggestion once the user has typed a part of it. */
export interface Remainder {
  readonly suggestion: Suggestion;
  readonly text: string;
}

/** What is left at the cursor, also on a line that was indented anew, or null when something else than the suggestion was typed, or all of it. */
export function remainderOf(suggestion: Suggestion, view: CursorView): Remainder | null {
  return restOf(suggestion, typedSince(suggestion.anchor, view)) ?? reindentedRest(suggestion, view);
}

function reindentedRest(suggestion: Suggestion, view: CursorView): Remainder | null {
  const moved = reindented(suggestion, view);
  return moved === null ? null : restOf(moved, typedSince(moved.anchor, view));
}

function restOf(suggestion: Suggestion, typed: string | null): Remainder | null {
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

  /** Whether the cursor is where the suggestion ended its line, so that asking again would bring nothing. */
  isDone(view: CursorView): boolean {
    return this.#shown !== null && this.#shown.endsLine && typedSince(this.#shown.anchor, view) === this.#shown.text;
  }

  clear(): void {
    this.#shown = null;
  }
}

/**
 * The last suggestions by the text around them, for places that the cursor comes back to, whatever has changed further up. An entry also answers for places
 * inside its text: the look-up walks back over typed characters. The entry that was not used for the longest time leaves first.
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

  /** The text at exactly this place, else one for its line before that was indented anew. */
  find(view: CursorView): Remainder | null {
    return this.#first((entry) => restOf(entry, typedAround(entry.anchor, view, entry.text))) ?? this.#first((entry) => reindentedRest(entry, view));
  }

  clear(): void {
    this.#entries = [];
  }

  #first(look: (entry: Suggestion) => Remainder | null): Remainder | null {
    for (const entry of this.#entries) {
      const found = look(entry);
      if (found === null) continue;
      this.#entries = [entry, ...this.#entries.filter((other) => other !== entry)];
      return found;
    }
    return null;
  }
}
