import { concatIds } from '../bytes.ts';
import type { MemberPrompt } from '../prompt.ts';
import { cursorOf } from './healing.ts';
import { beginning, textPath } from './memberPath.ts';

/** Where a member begins to spell: behind `path`, with bytes that its tokens have to spell before they add anything new. */
export interface MemberStart {
  readonly path: Int32Array;
  readonly pending: Uint8Array;
}

const space = Uint8Array.of(0x20);

/**
 * The last safe token boundary before the cursor. With `heal`, tokens at the end that may be the beginning of others are spelt again. The dummy space
 * before an empty text is pending too, for the first token that the member writes brings it along.
 */
export function startOf(prompt: MemberPrompt, heal: boolean): MemberStart {
  const { head, tail, before, member } = prompt;
  const { base, pending } = cursorOf(prompt, heal);
  const path = concatIds(head, base, tail);
  const dummy = before.length === 0 && tail.length === 0 && member.vocabulary.dummyPrefixSpace;
  return { path: path.length > 0 ? path : beginning(prompt), pending: dummy ? space : pending };
}

/** The same after `text` was generated without this member's help; null when there is nothing to go on from. */
export function startAfter(prompt: MemberPrompt, text: Uint8Array): MemberStart | null {
  const standpoint = textPath(prompt, prompt.before).after([], text);
  return standpoint === null ? null : { path: standpoint.path, pending: standpoint.spacePending ? space : new Uint8Array(0) };
}
