/** Bytes or tokens. */
interface Searchable<T> {
  readonly length: number;
  readonly [index: number]: number;
  subarray(begin: number, end?: number): T;
  slice(begin: number, end: number): T;
}

/** How much of a text is searched at most, from the end. */
const searched = 8192;

/**
 * How a text goes on where its longest end, at least `least` bytes or tokens, stood before: a draft for others to check. The latest such place wins. At most `most`; empty
 * where nothing was found.
 */
export function lookUp<T extends Searchable<T>>(whole: T, least: number, most: number): T {
  const text = whole.subarray(Math.max(0, whole.length - searched));
  const last = text.length - 1;
  let longest = least - 1;
  let found = last + 1;
  for (let end = last - 1; end >= least - 1; end -= 1) {
    if (text[end] !== text[last]) continue;
    let length = 1;
    while (length <= end && text[end - length] === text[last - length]) length += 1;
    if (length > longest) [longest, found] = [length, end + 1];
  }
  return text.slice(found, found + most);
}
