import type { Distribution } from '../member.ts';
import type { Vocabulary } from '../vocabulary/vocabulary.ts';

const space = 0x20;
const made = new WeakMap<Vocabulary, Int32Array>();

/** For each token that begins with a space the token of the same bytes without it; −1 where there is none. Built once per vocabulary. */
function withoutSpace(vocabulary: Vocabulary): Int32Array {
  const known = made.get(vocabulary);
  if (known !== undefined) return known;
  const text = (bytes: Uint8Array): string => String.fromCharCode(...bytes);
  const ids = new Map<string, number>();
  vocabulary.bytes.forEach((bytes, id) => {
    if (bytes.length > 0 && bytes[0] !== space && bytes.length < 64) ids.set(text(bytes), id);
  });
  const counterparts = Int32Array.from(vocabulary.bytes, (bytes) => (bytes[0] === space ? (ids.get(text(bytes.subarray(1, 65))) ?? -1) : -1));
  made.set(vocabulary, counterparts);
  return counterparts;
}

/**
 * What a member says after a space that it would not write by itself. Most tokenizers give the space to the word behind it, so that a path that ends
 * with the space alone says "no word follows" (indentation is the common case). The member is asked before the space instead; its tokens
 * that begin with one, without it, are its answer, conditional on the space.
 */
export function afterSpace({ ids, p, tail }: Distribution, vocabulary: Vocabulary): Distribution {
  const counterparts = withoutSpace(vocabulary);
  let total = tail;
  const kept: { id: number; p: number }[] = [];
  ids.forEach((id, index) => {
    if (vocabulary.bytes[id]?.[0] !== space) return;
    total += p[index] ?? 0;
    const counterpart = counterparts[id] ?? -1;
    if (counterpart >= 0) kept.push({ id: counterpart, p: p[index] ?? 0 });
  });
  const listed = Float64Array.from(kept, (one) => one.p / total);
  return { ids: Int32Array.from(kept, (one) => one.id), p: listed, tail: Math.max(0, 1 - listed.reduce((sum, value) => sum + value, 0)) };
}
