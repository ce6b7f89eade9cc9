import type { MemberBackend } from './member.ts';

/**
 * One member's view of a request. While the member generates, its token path is
 * `head · tokens(before) · tail · tokens(generated)` when it sees the text after the cursor (FIM, prefix–suffix–middle order), and
 * `head · tokens(before + generated)` when it does not (`tail` is then empty).
 */
export interface MemberPrompt {
  readonly member: MemberBackend;
  /** Tokens before the text: BOS, FIM prefix marker. */
  readonly head: Int32Array;
  /** The end of the text before the cursor that fits this member's window, UTF-8. */
  readonly before: Uint8Array;
  /** FIM suffix marker, tokens of the text after the cursor, FIM middle marker; empty without FIM. */
  readonly tail: Int32Array;
}
