import type { MemberPrompt } from '../fusion/prompt.ts';
import type { PackMember } from './packMember.ts';

/** Tokens of the text after the cursor at most: it comes last in the prompt, so every keystroke evaluates it anew. */
const suffixTokens = 64;
/** Enough text for that many tokens of any tokenizer in use. */
const suffixBytes = 1024;

/** Share of a member's window that is kept for what will be generated. */
const generationShare = 0.3;

/** The text around a cursor, once for all members. */
export interface CursorText {
  readonly before: Buffer;
  readonly after: Buffer;
  /** Whether there is anything but white space after the cursor. */
  readonly hasAfter: boolean;
}

export function cursorText(before: string, after: string): CursorText {
  return {
    before: Buffer.from(before, 'utf8'),
    after: Buffer.from(after.slice(0, suffixBytes), 'utf8'),
    hasAfter: after.trim() !== '',
  };
}

/**
 * One member's prompt, within its own window. With FIM tokens: [bos] prefix-marker before suffix-marker after middle-marker. Without
 * them, or with nothing after the cursor: [bos] before.
 */
export function memberPrompt({ backend, window, anchor }: PackMember, text: CursorText): MemberPrompt {
  const { bos, fim } = backend.vocabulary;
  const used = text.hasAfter ? fim : null;
  const head = Int32Array.from([bos, used?.prefix].filter((id) => typeof id === 'number'));
  const tail = used === null
    ? new Int32Array(0)
    : Int32Array.of(used.suffix, ...backend.tokenize(text.after, true).subarray(0, suffixTokens), used.middle);
  const budget = Math.floor(window * (1 - generationShare)) - head.length - tail.length;
  const before = anchor.view(text.before, budget, (view) => backend.tokenize(view).length);
  return { member: backend, head, before, tail };
}
