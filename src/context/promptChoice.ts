/** Bounds of a prompt, in UTF-16 units. Prefix-heavy: what precedes the cursor predicts it best. */
export interface PromptBudget {
  readonly before: number;
  readonly after: number;
  /** The prompt's start moves in steps of this size, so that it stays where it is while the user types and KV caches stay valid. */
  readonly step: number;
}

/** Fills a context of 2,048 tokens at about four units per token, and leaves room for the answer. */
export const promptBudget: PromptBudget = { before: 6144, after: 1536, step: 2048 };

export type PromptChoice =
  | {
      readonly kind: 'prompt';
      /** LF line ends, well-formed, without NUL. */
      readonly before: string;
      readonly after: string;
      /** What `postProcess` restores. */
      readonly lineEnding: '\n' | '\r\n';
    }
  | { readonly kind: 'refused'; readonly reason: string };

/** More than this share of control and replacement characters is no text. */
const binaryShare = 0.01;

/** The part of a document around the cursor that the models get to see. Time depends on the budget, not on the document. */
export function choosePrompt(documentBefore: string, documentAfter: string, budget: PromptBudget = promptBudget): PromptChoice {
  const before = documentBefore.slice(startOf(documentBefore, budget));
  const after = documentAfter.slice(0, endOf(documentAfter, budget));
  if (isBinary(before) || isBinary(after)) return { kind: 'refused', reason: 'the document is not text' };
  const lineEnding = before.includes('\r\n') || after.includes('\r\n') ? '\r\n' : '\n';
  return { kind: 'prompt', before: clean(before), after: clean(after), lineEnding };
}

function startOf(before: string, { before: most, step }: PromptBudget): number {
  if (before.length <= most) return 0;
  const cut = Math.ceil((before.length - most) / step) * step;
  const newline = before.slice(cut - 1, cut + step).indexOf('\n');
  return newline === -1 ? characterBoundary(before, cut) : cut + newline;
}

function endOf(after: string, { after: most }: PromptBudget): number {
  if (after.length <= most) return after.length;
  const newline = after.slice(0, most).lastIndexOf('\n');
  return newline === -1 ? characterBoundary(after, most) : newline + 1;
}

/** `index`, or the one after it when it would split a surrogate pair. */
function characterBoundary(text: string, index: number): number {
  const code = text.charCodeAt(index);
  return code >= 0xdc00 && code <= 0xdfff ? index + 1 : index;
}

function isBinary(text: string): boolean {
  // eslint-disable-next-line no-control-regex -- control characters are what this looks for
  const strange = text.match(/[\0-\x08\x0e-\x1a\x1c-\x1f\ufffd]/g)?.length ?? 0;
  return strange > Math.max(2, text.length * binaryShare);
}

function clean(text: string): string {
  return text.replaceAll(/\r+\n|\r$/g, '\n').replaceAll(/\0|\p{Surrogate}/gu, '\ufffd');
}
