/** What the cursor stands in. A comment that ends with its line has the closer '\n'. */
export type Surroundings =
  | { readonly kind: 'code' }
  | { readonly kind: 'comment'; readonly opener: string; readonly closer: string }
  | { readonly kind: 'string' };

/** A block that begins at the cursor: the line that opens it, and what closes it: a bracket, a word, a tag, or '' where indentation does. */
export interface BlockStart {
  readonly line: string;
  readonly closer: string;
}

/** What the rules for completions ask of a language. Answered from brackets and indentation, and better from a syntax tree where there is one. */
export interface Syntax {
  surroundings(before: string, after: string): Surroundings;
  /** Whether `before`, which ends at the end of a line's text, opens a block. */
  blockStart(before: string): BlockStart | null;
  /** How much of `text` belongs to the unit that the end of `before` opened, in UTF-16 units; null when the unit isn't complete in it, or none was opened. */
  unitEnd(before: string, text: string): number | null;
}
