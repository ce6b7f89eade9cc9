import { alignedBy } from './alignment.ts';
import { CodePointUnits } from './codePointUnits.ts';
import type { Comparison } from './comparison.ts';
import type { TokenizerKind, Vocabulary } from './vocabulary.ts';

/**
 * The published reference's comparison of vocabulary strings: the exact string; else with exactly one leading word-start marker
 * swapped for the other family's; else the edit distance in code points from the swapped string, first id first. Special tokens
 * take part like all others. Two departures: the marker follows the tokenizer kind (the reference lists Gemma, a SentencePiece
 * vocabulary, with `Ġ`, so that the swap never helps there), and an empty string without an exact match has no counterpart
 * (the reference crashes).
 */
export function paperComparison(from: Vocabulary, to: Vocabulary): Comparison {
  const idOf = new Map<string, number>();
  to.tokens.forEach((token, id) => {
    if (!idOf.has(token)) idOf.set(token, id);
  });
  const units = new CodePointUnits([...from.tokens, ...to.tokens, ...Object.values(markers)]);
  const candidates = [...idOf.values()];
  return {
    candidates,
    candidateKeys: [...idOf.keys()].map((token) => units.encode(token)),
    resolve(id) {
      const token = from.tokens[id] ?? '';
      const exact = idOf.get(token);
      if (exact !== undefined) return { target: exact, how: alignedBy.exact };
      if (token === '') return { target: -1, how: alignedBy.none };
      const swapped = swapMarker(token, markers[from.kind], markers[to.kind]);
      const target = idOf.get(swapped);
      return target === undefined ? units.encode(swapped) : { target, how: alignedBy.swapped };
    },
  };
}

/** How a vocabulary string marks the space before a word. */
const markers: Readonly<Record<TokenizerKind, string>> = { 'byte-bpe': 'Ġ', sentencepiece: '▁' };

function swapMarker(token: string, marker: string, other: string): string {
  const single = token.startsWith(marker) && !token.startsWith(marker, marker.length);
  return single ? other + token.slice(marker.length) : token;
}
