/**
 * The alphabet in which byte-level BPE vocabularies spell bytes: a printable Latin-1 character stands for its own byte, the
 * other 68 bytes follow in order from U+0100 on (GPT-2's table).
 */
const byteOfCodePoint = alphabet();

function alphabet(): ReadonlyMap<number, number> {
  const bytes = new Map<number, number>();
  let next = 0x100;
  for (let byte = 0; byte < 256; byte++) {
    const printable = (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
    bytes.set(printable ? byte : next++, byte);
  }
  return bytes;
}

/** The byte that a character of the alphabet stands for, or undefined when it is not one of the 256. */
export function byteOf(codePoint: number): number | undefined {
  return byteOfCodePoint.get(codePoint);
}
