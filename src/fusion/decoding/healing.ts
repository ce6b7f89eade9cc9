import { hasAt } from '../bytes.ts';
import type { MemberPrompt } from '../prompt.ts';
import { tokenEnds } from '../tokenEnds.ts';

/** The text before the cursor as the reference goes on from it. */
export interface CursorToken {
  /** Reference tokens of the text that decoding starts from. */
  readonly base: Int32Array;
  /** Bytes before the cursor that are still to be spelt by generated tokens; empty when there is nothing to heal. */
  readonly pending: Uint8Array;
  /** The token that stood there. */
  readonly token: number | null;
}

/**
 * The last token before the cursor, when it may be the beginning of a longer one. A tokenizer splits "x = retur" differently from "x = return", and a
 * space at the end belongs to the word to come, so a model that is shown the cut token is asked for what it has never seen. Decoding
 * therefore starts before this token, and until its bytes are spelt only tokens that agree with them are candidates.
 * Nothing is to be gained when no token of the vocabulary goes on from these bytes, or when nothing would be left to go on from.
 */
export function cursorToken({ member, before }: MemberPrompt, heal: boolean): CursorToken {
  const ids = member.tokenize(before);
  const whole = { base: ids, pending: new Uint8Array(0), token: null };
  const token = ids.at(-1);
  if (!heal || token === undefined || ids.length < 2) return whole;
  const start = tokenEnds(member.vocabulary, ids, before).at(-2) ?? before.length;
  const pending = before.subarray(start);
  const extended = member.vocabulary.bytes.some((bytes) => bytes.length > pending.length && hasAt(bytes, pending, 0));
  const wholeCharacters = ((pending[0] ?? 0x80) & 0xc0) !== 0x80;
  return wholeCharacters && extended ? { base: ids.subarray(0, -1), pending, token } : whole;
}

/** Whether a token can stand where `pending` is still to be spelt: it goes on beyond all of it, or spells its beginning. */
export function fitsPending(token: Uint8Array, pending: Uint8Array): boolean {
  if (token.length === 0) return false;
  return token.length >= pending.length ? hasAt(token, pending, 0) : hasAt(pending, token, 0);
}
