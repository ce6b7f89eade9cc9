/** A stretch of a text and the probability that all members together gave it. */
export interface JudgedPiece {
  readonly text: string;
  readonly probability: number;
}

/** Letters and digits that the beginning of a cut text has at least: less is quicker typed than read. */
const leastLeft = 3;

/** How sure the pack is of a text: the smallest probability of its pieces. It tells right lines from wrong ones better than their mean or one member's. */
export function confidenceOf(pieces: readonly JudgedPiece[]): number {
  return pieces.reduce((least, { probability }) => Math.min(least, probability), 1);
}

/**
 * The beginning of a text, up to the first piece that the members did not agree on: no piece of it has less than `minimum`. A text that has to be cut ends with a word and
 * with a whole line where there is one, is one that `fits` where the text goes, and is '' when nothing worth showing is left. `pieces` together are the text.
 */
export function surePart(pieces: readonly JudgedPiece[], minimum: number, fits: (text: string) => boolean): string {
  const whole = pieces.map(({ text }) => text).join('');
  const doubtful = pieces.findIndex(({ probability }) => probability < minimum);
  if (doubtful === -1) return whole;
  const sure = pieces.slice(0, doubtful).map(({ text }) => text).join('');
  for (const end of endsOf(sure, whole)) {
    const kept = sure.slice(0, end).trimEnd();
    if ((kept.match(/[\p{L}\p{N}]/gu)?.length ?? 0) < leastLeft) return '';
    if (fits(kept)) return kept;
  }
  return '';
}

/** Where the beginning of `whole` may end, last first: after a line, or between words where it has no whole line. */
function endsOf(sure: string, whole: string): readonly number[] {
  const lines = positions(sure, /\n/g);
  if (lines.length > 0) return lines.reverse();
  return positions(whole, /(?<![\p{L}\p{N}_])|(?![\p{L}\p{N}_])/gu).filter((end) => end <= sure.length).reverse();
}

function positions(text: string, pattern: RegExp): number[] {
  return Array.from(text.matchAll(pattern), ({ index }) => index);
}
