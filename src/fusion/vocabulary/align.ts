import { alignedBy, type AlignMode, type Alignment } from './alignment.ts';
import { byteComparison } from './byteComparison.ts';
import type { Compare } from './comparison.ts';
import { NearestStrings } from './nearestStrings.ts';
import { paperComparison } from './paperComparison.ts';
import type { Vocabulary } from './vocabulary.ts';

const comparisons: Readonly<Record<AlignMode, Compare>> = { paper: paperComparison, bytes: byteComparison };

/** Tokens measured between two reports of progress: some tens of milliseconds on a slow machine. */
const SLICE = 256;

/**
 * Minimum-edit-distance alignment (MinED of PackLLM, arXiv 2404.11531) of every token of `from` with one of `to`; the entries
 * equal a brute-force search over all pairs. `onProgress` gets the number of tokens done, `from.tokens.length` last.
 */
export function align(from: Vocabulary, to: Vocabulary, mode: AlignMode, onProgress?: (done: number) => void): Alignment {
  const slices = alignInSlices(from, to, mode);
  for (let slice = slices.next(); ; slice = slices.next()) {
    if (slice.done === true) return slice.value;
    onProgress?.(slice.value);
  }
}

/** As `align`, pausing with the number of tokens done every few milliseconds, so that a caller can do other work in between. */
export function* alignInSlices(from: Vocabulary, to: Vocabulary, mode: AlignMode): Generator<number, Alignment> {
  const count = from.tokens.length;
  const map = new Int32Array(count).fill(-1);
  const how = new Uint8Array(count).fill(alignedBy.none);
  const distance = new Uint16Array(count);
  const comparison = comparisons[mode](from, to);
  const missed = new Map<string, number[]>();
  let done = 0;
  for (let id = 0; id < count; id++) {
    const resolved = comparison.resolve(id);
    if (typeof resolved === 'string') {
      const ids = missed.get(resolved);
      if (ids === undefined) missed.set(resolved, [id]);
      else ids.push(id);
    } else {
      map[id] = resolved.target;
      how[id] = resolved.how;
      done++;
    }
  }
  yield done;
  if (comparison.candidates.length > 0 && missed.size > 0) {
    const nearest = new NearestStrings(comparison.candidateKeys);
    let measured = 0;
    for (const [query, ids] of missed) {
      const found = nearest.find(query);
      for (const id of ids) {
        map[id] = comparison.candidates[found.place] ?? -1;
        how[id] = alignedBy.edited;
        distance[id] = found.distance;
      }
      done += ids.length;
      if (++measured % SLICE === 0) yield done;
    }
  }
  yield count;
  return { map, how, distance };
}
