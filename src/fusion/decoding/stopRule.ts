/** Why a generation ended. The same words as in the completion report. */
export type StopReason = 'line-end' | 'block-end' | 'end-token' | 'length' | 'deadline' | 'repetition' | 'cancelled' | 'none';

/**
 * Where generation ends by itself. `line`: before the first newline, with `sentence` also after its first sentence. `block`: before the first
 * line indented less than `indent` columns, after the line that closes the block with `closer`, and at the end of the unit that was begun
 * (see `blockEnd`). `text`: at an end token, before two blank lines, or at the length. `answer`: where a text ends, and before a question or
 * answer that the pack makes up next.
 */
export type StopShape =
  | { readonly kind: 'line'; readonly sentence?: true }
  | { readonly kind: 'block'; readonly indent: number; readonly closer?: string }
  | { readonly kind: 'text' }
  | { readonly kind: 'answer' };

/** What a rule makes of the text so far: stop and keep its first `keep` UTF-16 units, or go on with `safe` of them beyond recall. */
export type Verdict = { readonly stop: StopReason; readonly keep: number } | { readonly stop: null; readonly safe: number };

/** One reason to stop. Looks at the whole generated text each time it has grown. */
export interface StopRule {
  look(text: string): Verdict;
}
