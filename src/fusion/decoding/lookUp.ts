const nothing = new Uint8Array(0);

/** Bytes of text that are searched at most, from the end. */
const searched = 8192;

/**
 * How the text goes on where its longest end, at least `least` bytes, stood before: a draft for others to check. The latest such place wins. At most `most` bytes; empty
 * where nothing was found.
 */
export function lookUp(whole: Uint8Array, least: number, most: number): Uint8Array {
  const text = whole.subarray(Math.max(0, whole.length - searched));
  const last = text.length - 1;
  let longest = least - 1;
  let found = -1;
  for (let end = last - 1; end >= least - 1; end -= 1) {
    if (text[end] !== text[last]) continue;
    let length = 1;
    while (length <= end && text[end - length] === text[last - length]) length += 1;
    if (length > longest) [longest, found] = [length, end + 1];
  }
  return found < 0 ? nothing : text.slice(found, found + most);
}
