/** A stretch of a document, in its own UTF-16 units. */
export interface TrackedRange {
  readonly start: number;
  readonly end: number;
}

/** `length` units at `offset` were replaced by `text`. */
export interface TextChange {
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}

/**
 * Where a text is after a change: what is written before or behind it moves it or leaves it, what is written inside belongs to it, and a change across one of its ends
 * does as well. Where all of it was replaced, as by a formatter, it is looked for in what came instead.
 */
export function afterChange(range: TrackedRange, text: string, { offset, length, text: inserted }: TextChange): TrackedRange {
  const end = offset + length;
  const moved = inserted.length - length;
  if (end <= range.start) return { start: range.start + moved, end: range.end + moved };
  if (offset >= range.end) return range;
  const again = offset <= range.start && end >= range.end ? inserted.indexOf(text) : -1;
  if (again !== -1) return { start: offset + again, end: offset + again + text.length };
  return { start: Math.min(range.start, offset), end: Math.max(range.end, end) + moved };
}
