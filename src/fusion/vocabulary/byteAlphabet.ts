/**
 * The alphabet in which byte-level BPE vocabularies spell bytes: a printable Latin-1 character stands for its own byte, the
 * other 68 bytes follow in order from U+0100 on (GPT-2's table).
 */
const codePoints = alphabet();
const byteOfCodePoint: ReadonlyMap<number, number> = new Map(codePoints.map((codePoint, byte) => [codePoint, byte]));

function alphabet(): readonly number[] {
  let next = 0x100;
  return Array.from({ length: 256 }, (_, byte) => {
    const printable = (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
    return printable ? byte : next++;
  });
}

/** The byte that a character of the alphabet stands for, or undefined when it is not one of the 256. */
export function byteOf(codePoint: number): number | undefined {
  return byteOfCodePoint.get(codePoint);
}

/** The string in which the alphabet spells `bytes`. */
export function spell(bytes: Uint8Array): string {
  return String.fromCodePoint(...Array.from(bytes, (byte) => codePoints[byte] ?? byte));
}
