import { concatBytes, concatIds } from '../bytes.ts';
import type { MemberPrompt } from '../prompt.ts';
import { tokenEnds } from '../tokenEnds.ts';

/** Where a member stands. */
export interface Standpoint {
  readonly path: Int32Array;
  /** Whether the text's last byte, a space, is not in the path yet; see `afterSpace`. */
  readonly spacePending: boolean;
}

/** How one member's token path follows the text that the pack generates. */
export interface MemberPath {
  /** Where it stands after the reference tokens `ids` with the bytes `text` were generated; null when there is nothing to go on from. */
  after(ids: readonly number[], text: Uint8Array): Standpoint | null;
}

/** What an empty path begins with: the vocabulary's own beginning, else an end token, which is what stands between training texts. */
export function beginning({ member: { vocabulary } }: MemberPrompt): Int32Array {
  const [end] = vocabulary.endTokens;
  return Int32Array.from([vocabulary.bos ?? end].filter((id) => id !== undefined));
}

function standpoint(prompt: MemberPrompt, spacePending: boolean, ...parts: readonly Int32Array[]): Standpoint | null {
  const whole = concatIds(prompt.head, ...parts);
  const path = whole.length > 0 ? whole : beginning(prompt);
  return path.length > 0 ? { path, spacePending } : null;
}

/** A member fed token by token: the reference itself, and in `paper` mode the others through the map (a token without counterpart is left out). */
export function tokenPath(prompt: MemberPrompt, base: Int32Array, map: Int32Array | null): MemberPath {
  const mapped = (ids: readonly number[]): Int32Array => Int32Array.from(map === null ? ids : ids.map((id) => map[id] ?? -1).filter((id) => id >= 0));
  return { after: (ids) => standpoint(prompt, false, base, prompt.tail, mapped(ids)) };
}

/** Least distance of the anchor from the cursor, bytes: what comes later may change how the last words are split. */
const anchorDistance = 48;

const isBeginning = (ids: Int32Array, of: Int32Array): boolean => ids.length <= of.length && ids.every((id, index) => id === of[index]);

/**
 * A member that reads the text in its own tokens. With FIM the generated text stands alone behind the tail. Without, it goes on from the text before
 * it, and only what follows an anchor, a token boundary some words back, is tokenized again; the anchor is one
 * at which the tokenizer was seen to give the same tokens either way. A space at the end stays out of the path where this
 * tokenizer would join it with a word that follows.
 */
export function textPath(prompt: MemberPrompt, base: Uint8Array): MemberPath {
  const { member, tail } = prompt;
  const ids = member.tokenize(base);
  const { offset, kept } = tail.length > 0 ? { offset: base.length, kept: ids.length } : anchorOf(prompt, base, ids);
  const before = concatIds(ids.subarray(0, kept), tail);
  const rest = base.subarray(offset);
  return {
    after(_, text) {
      const bytes = concatBytes(rest, text);
      const own = (part: Uint8Array): Int32Array => (part.length === 0 ? new Int32Array(0) : member.tokenize(part, before.length > 0));
      const tokens = own(bytes);
      const shorter = bytes.subarray(0, -1);
      const spacePending = bytes.at(-1) === 0x20 && before.length + shorter.length > 0 && !isBeginning(tokens, own(concatBytes(bytes, probe)));
      return standpoint(prompt, spacePending, before, spacePending ? own(shorter) : tokens);
    },
  };
}

/** A letter: the beginning of any word. */
const probe = Uint8Array.of(0x61);

/** The token boundary from which the end of `base` is tokenized again; the beginning of the text when none will do. */
function anchorOf({ member }: MemberPrompt, base: Uint8Array, ids: Int32Array): { readonly offset: number; readonly kept: number } {
  const ends = tokenEnds(member.vocabulary, ids, base);
  let kept = ids.length;
  while (kept > 0 && (ends[kept - 1] ?? 0) > base.length - anchorDistance) kept -= 1;
  const offset = kept === 0 ? 0 : (ends[kept - 1] ?? 0);
  const again = member.tokenize(base.subarray(offset), kept > 0);
  const agrees = again.length === ids.length - kept && again.every((id, index) => id === ids[kept + index]);
  return agrees ? { offset, kept } : { offset: 0, kept: 0 };
}
