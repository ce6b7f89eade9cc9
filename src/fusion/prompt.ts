import type { MemberBackend } from './member.ts';

/**
 * One member's view of a request. While the member generates, its token path is
 * `head · tokens(before) · tail · tokens(generated)` in FIM's prefix–suffix–middle order, and `head · tokens(before + generated)`,
 * with an empty `tail`, in FIM's suffix–prefix–middle order and without FIM.
 */
export interface MemberPrompt {
  readonly member: MemberBackend;
  /** Tokens before the text: BOS, FIM prefix marker; in suffix–prefix–middle order also all that `tail` holds in the other. */
  readonly head: Int32Array;
  /** The end of the text before the cursor that fits this member's window, UTF-8. */
  readonly before: Uint8Array;
  /** FIM suffix marker, tokens of the text after the cursor, FIM middle marker, in prefix–suffix–middle order; empty otherwise. */
  readonly tail: Int32Array;
  /** Whether the text after the cursor is in the prompt. */
  readonly seesSuffix: boolean;
}
