import { concatBytes, concatIds } from '../bytes.ts';
import type { MemberPrompt } from '../prompt.ts';
import { tokenEnds } from '../tokenEnds.ts';

/** How one member's token path follows the text that the pack generates. */
export interface MemberPath {
  /** The whole path after the reference tokens `ids` with the bytes `text` were generated; null when there is nothing to go on from. */
  after(ids: readonly number[], text: Uint8Array): Int32Array | null;
}

/** What an empty path begins with: the vocabulary's own beginning, else an end token, which is what stands between training texts. */
function beginning({ member: { vocabulary } }: MemberPrompt): Int32Array {
  const [end] = vocabulary.endTokens;
  return Int32Array.from([vocabulary.bos ?? end].filter((id) => id !== undefined));
}

function path(prompt: MemberPrompt, ...parts: readonly Int32Array[]): Int32Array | null {
  const whole = concatIds(prompt.head, ...parts);
  const rooted = whole.length > 0 ? whole : beginning(prompt);
  return rooted.length > 0 ? rooted : null;
}

/** A member fed token by token: the reference itself, and in `paper` mode the others through the map (a token without counterpart is left out). */
export function tokenPath(prompt: MemberPrompt, base: Int32Array, map: Int32Array | null): MemberPath {
  const mapped = (ids: readonly number[]): Int32Array => Int32Array.from(map === null ? ids : ids.map((id) => map[id] ?? -1).filter((id) => id >= 0));
  return { after: (ids) => path(prompt, base, prompt.tail, mapped(ids)) };
}

/** Least distance of the anchor from the cursor, bytes: what comes later may change how the last words are split. */
const anchorDistance = 48;

/**
 * A member that reads the text in its own tokens. With FIM the generated text stands alone behind the tail. Without, it goes on from the text before
 * it, and only what follows an anchor, a token boundary some words back, is tokenized again; the anchor is one
 * at which the tokenizer was seen to give the same tokens either way.
 */
export function textPath(prompt: MemberPrompt, base: Uint8Array): MemberPath {
  const { member, tail } = prompt;
  const ids = member.tokenize(base);
  if (tail.length > 0) return { after: (_, text) => path(prompt, ids, tail, text.length > 0 ? member.tokenize(text, true) : new Int32Array(0)) };
  const ends = tokenEnds(member.vocabulary, ids, base);
  let kept = ids.length;
  while (kept > 0 && (ends[kept - 1] ?? 0) > base.length - anchorDistance) kept -= 1;
  const offset = kept === 0 ? 0 : (ends[kept - 1] ?? 0);
  const again = offset > 0 ? member.tokenize(base.subarray(offset), true) : ids;
  const agrees = offset > 0 && again.length === ids.length - kept && again.every((id, index) => id === ids[kept + index]);
  if (!agrees) return { after: (_, text) => path(prompt, member.tokenize(concatBytes(base, text))) };
  const before = ids.subarray(0, kept);
  const rest = base.subarray(offset);
  return { after: (_, text) => path(prompt, before, text.length === 0 ? again : member.tokenize(concatBytes(rest, text), true)) };
}
