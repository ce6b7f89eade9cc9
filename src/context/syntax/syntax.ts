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
