import { hasAt } from '../bytes.ts';
import { agreement, type ContextChains } from './contextChains.ts';

/** The 256 bytes and the end. */
export const endOfText = 256;
export const outcomes = 257;

/** Bytes of agreement from which a context counts as one longer. */
const lengths = [3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32, 48, 64] as const;
const longest = 64;
/**
 * Equivalent counts of the shorter context for each different outcome behind one of `length` bytes. Of a + b / length, fitted to this project's sources, each left
 * out in turn, the best: 1.350 bits per byte; 1.5 + 12 / length 1.357, ½ + 24 / length 1.352.
 */
const escapeBehind = (length: number): number => 32 / length;
/** Places looked at in one chain at most, and of those, places that agree. */
export const mostHops = 256;
const mostPlaces = 160;

/** What followed a context in one place, and how long the agreement before it is. */
interface Place {
  readonly outcome: number;
  readonly length: number;
  readonly weight: number;
}

/** A text with its chains, and the bytes that a place has to be followed by to count as the end; none when it is empty. */
export interface Source {
  readonly text: Uint8Array;
  readonly chains: ContextChains;
  readonly weight: number;
}

/** Places in `source` behind the bytes before `end` in `text`, the latest first. */
export function placesOf({ text: known, chains, weight }: Source, text: Uint8Array, end: number, suffix: Uint8Array): readonly Place[] {
  const places: Place[] = [];
  let position = chains.latest(text, end);
  for (let hops = 0; position >= 0 && hops < mostHops && places.length < mostPlaces; hops += 1) {
    const length = agreement(text, end, known, position, longest);
    const byte = known[position] ?? 0;
    if (length >= lengths[0] && byte !== 0) places.push({ outcome: suffix.length > 0 && hasAt(known, suffix, position) ? endOfText : byte, length, weight });
    position = chains.before(position);
  }
  return places;
}

/**
 * Sharpens `p`, a positive distribution, by what followed longer and longer contexts: p ← (n + k p) / (Σ n + k), n the outcomes of all places that agree in so
 * many bytes, k the number of different ones times the escape. Of contexts that the same places agree in, only the longest says something. Shape of `p` [outcomes].
 */
export function refine(p: Float64Array, places: readonly Place[]): void {
  const counts = new Float64Array(outcomes);
  const agreeing = lengths.map((least) => places.reduce((sum, { length }) => sum + (length >= least ? 1 : 0), 0));
  for (const [level, least] of lengths.entries()) {
    if (agreeing[level] === 0) return;
    if (agreeing[level] === agreeing[level + 1]) continue;
    let total = 0;
    const seen: number[] = [];
    for (const { outcome, length, weight } of places) {
      if (length < least) continue;
      if (counts[outcome] === 0) seen.push(outcome);
      counts[outcome] = (counts[outcome] ?? 0) + weight;
      total += weight;
    }
    const k = seen.length * escapeBehind(least);
    const scale = k / (total + k);
    for (let outcome = 0; outcome < outcomes; outcome += 1) p[outcome] = (p[outcome] ?? 0) * scale;
    for (const outcome of seen) {
      p[outcome] = (p[outcome] ?? 0) + (counts[outcome] ?? 0) / (total + k);
      counts[outcome] = 0;
    }
  }
}
