import levenshtein from 'fast-levenshtein';
import { align } from '../../src/fusion/vocabulary/align.ts';
import { alignedBy, type Alignment } from '../../src/fusion/vocabulary/alignment.ts';
import { byteComparison } from '../../src/fusion/vocabulary/byteComparison.ts';
import { syntheticPair } from './syntheticVocabulary.ts';

const SAMPLE = 25;

/** Aligns a generated vocabulary of 128,000 tokens with one of 152,000 and compares a sample with brute force. */
export function benchAlign(print: (line: string) => void): void {
  const { from, to } = syntheticPair(1, 128_000, 152_000, 0.7);
  const start = performance.now();
  const alignment = align(from, to, 'bytes');
  const ms = performance.now() - start;
  const missed = [...from.tokens.keys()].filter((id) => alignment.how[id] === alignedBy.edited);
  print(`align ${from.tokens.length} → ${to.tokens.length} tokens: ${ms.toFixed(0)} ms, ${missed.length} by edit distance, ${(ms / missed.length).toFixed(3)} ms each`);

  const comparison = byteComparison(from, to);
  const step = Math.floor(missed.length / SAMPLE);
  const sample = missed.filter((_, number) => number % step === 0).slice(0, SAMPLE);
  const startBrute = performance.now();
  const wrong = sample.filter((id) => !agrees(alignment, id, comparison.resolve(id), comparison.candidateKeys, comparison.candidates));
  const each = (performance.now() - startBrute) / sample.length;
  print(`brute force: ${each.toFixed(1)} ms each, ${((each * missed.length) / ms).toFixed(0)} times as long; ${wrong.length} of ${sample.length} results differ`);
}

function agrees(alignment: Alignment, id: number, query: unknown, keys: readonly string[], candidates: readonly number[]): boolean {
  if (typeof query !== 'string') return false;
  let best = Infinity;
  let place = -1;
  for (const [index, key] of keys.entries()) {
    const distance = levenshtein.get(query, key);
    if (distance < best) {
      best = distance;
      place = index;
    }
  }
  return alignment.map[id] === candidates[place] && alignment.distance[id] === best;
}
