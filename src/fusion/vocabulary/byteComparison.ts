import { alignedBy } from './alignment.ts';
import type { Comparison, Direct } from './comparison.ts';
import { fallbackByte } from './tokenBytes.ts';
import type { Vocabulary } from './vocabulary.ts';

/**
 * Comparison of what the tokens write. The same bytes first, and among several tokens with those bytes the one of the same
 * string; else the edit distance in bytes. Ties go to the first token in id order, SentencePiece's byte tokens after all
 * others: `<0x61>` writes what `a` writes, but a tokenizer that has `a` never produces it.
 *
 * A token without bytes is matched by its role, never by distance: an end token with the end token of the same string or
 * else the first one, BOS and the FIM tokens with their like, any other with the token without bytes of the same string.
 */
export function byteComparison(from: Vocabulary, to: Vocabulary): Comparison {
  const candidates = writingTokens(to);
  const candidateKeys = candidates.map((id) => bytesKey(to, id));
  const idOf = new Map<string, number>();
  candidateKeys.forEach((key, index) => {
    if (!idOf.has(key)) idOf.set(key, candidates[index] ?? -1);
  });
  const sameString = new Map<string, number>();
  to.tokens.forEach((token, id) => {
    if (!sameString.has(token)) sameString.set(token, id);
  });
  const roles = matchRoles(from, to);
  return {
    candidates,
    candidateKeys,
    resolve(id) {
      const key = bytesKey(from, id);
      const named = sameString.get(from.tokens[id] ?? '');
      const twin = named !== undefined && bytesKey(to, named) === key ? named : undefined;
      if (key === '') return byRole(roles.get(id) ?? twin);
      const target = twin ?? idOf.get(key);
      return target === undefined ? key : { target, how: alignedBy.exact };
    },
  };
}

function byRole(target: number | undefined): Direct {
  return target === undefined ? { target: -1, how: alignedBy.none } : { target, how: alignedBy.role };
}

/** Ids of the tokens that write bytes, in id order, byte-fallback tokens last. */
function writingTokens(vocabulary: Vocabulary): readonly number[] {
  const ordinary: number[] = [];
  const fallback: number[] = [];
  vocabulary.bytes.forEach((bytes, id) => {
    if (bytes.length === 0) return;
    (isByteToken(vocabulary, id) ? fallback : ordinary).push(id);
  });
  return [...ordinary, ...fallback];
}

function isByteToken(vocabulary: Vocabulary, id: number): boolean {
  const bytes = vocabulary.bytes[id];
  return vocabulary.kind === 'sentencepiece' && bytes?.length === 1 && fallbackByte(vocabulary.tokens[id] ?? '') === bytes[0];
}

/** A token's bytes, one unit each. */
function bytesKey(vocabulary: Vocabulary, id: number): string {
  let key = '';
  for (const byte of vocabulary.bytes[id] ?? []) key += String.fromCharCode(byte);
  return key;
}

/** Pairs of tokens with the same role. A token with several roles takes the last one that `to` has too: end of generation. */
function matchRoles(from: Vocabulary, to: Vocabulary): ReadonlyMap<number, number> {
  const roles = new Map<number, number>();
  const pair = (a: number | null | undefined, b: number | null | undefined): void => {
    if (typeof a === 'number' && typeof b === 'number') roles.set(a, b);
  };
  pair(from.fim?.prefix, to.fim?.prefix);
  pair(from.fim?.suffix, to.fim?.suffix);
  pair(from.fim?.middle, to.fim?.middle);
  pair(from.bos, to.bos);
  const [firstEnd] = to.endTokens;
  for (const end of from.endTokens) {
    const sameString = [...to.endTokens].find((other) => to.tokens[other] === from.tokens[end]);
    pair(end, sameString ?? firstEnd);
  }
  return roles;
}
