import { hasAt } from './bytes.ts';
import type { Vocabulary } from './vocabulary/vocabulary.ts';

/** How far past a token without bytes of its own the next one is looked for. */
const longestUnknown = 64;

/**
 * The byte offset in `text` at which each token of its tokenization ends. Shape [ids.length]. A dummy space before the text counts as nothing.
 * A token that cannot be found in the text (an unknown character, a normaliser) ends where the next token that can be found begins.
 */
export function tokenEnds(vocabulary: Vocabulary, ids: Int32Array, text: Uint8Array): Int32Array {
  const ends = new Int32Array(ids.length);
  let at = 0;
  for (let index = 0; index < ids.length; index += 1) {
    let bytes = vocabulary.bytes[ids[index] ?? -1] ?? new Uint8Array(0);
    const dummy = index === 0 && vocabulary.dummyPrefixSpace && bytes[0] === 0x20;
    if (dummy) bytes = bytes.subarray(1);
    if (bytes.length > 0 || dummy) {
      if (hasAt(text, bytes, at)) at += bytes.length;
      else {
        const found = findAfter(text, bytes, at);
        if (found !== -1) {
          if (index > 0) ends[index - 1] = found;
          at = found + bytes.length;
        }
      }
    }
    ends[index] = at;
  }
  if (ids.length > 0) ends[ids.length - 1] = text.length;
  return ends;
}

function findAfter(text: Uint8Array, bytes: Uint8Array, from: number): number {
  const last = Math.min(from + longestUnknown, text.length - bytes.length);
  for (let at = from + 1; at <= last; at += 1) if (hasAt(text, bytes, at)) return at;
  return -1;
}
