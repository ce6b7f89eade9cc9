import type { CompletionShape } from '../completionShape.ts';

/** Where a completion goes: the text around the cursor with LF line ends, as `choosePrompt` returns it. */
export interface Place {
  readonly before: string;
  readonly after: string;
  readonly shape: CompletionShape | { readonly kind: 'text' | 'answer' };
  readonly language: string;
  readonly lineEnding: '\n' | '\r\n';
}

export interface Candidate {
  readonly text: string;
  /** UTF-16 units right of the cursor that the text replaces. */
  readonly replaceRight: number;
}

/** One reason to change or drop a candidate; an empty text drops it. */
export interface PostFilter {
  readonly name: string;
  apply(candidate: Candidate, place: Place): Candidate;
}
