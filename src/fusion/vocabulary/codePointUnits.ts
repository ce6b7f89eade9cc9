import { failures } from '../../base/errors.ts';

const BMP_UNITS = 0x10000;

/**
 * Strings rewritten with one UTF-16 unit per code point, so that a primitive that counts units counts code points. Code points
 * beyond the BMP get units that no string uses.
 */
export class CodePointUnits {
  readonly #units = new Map<number, string>();

  constructor(strings: Iterable<string>) {
    const used = new Set<number>();
    const astral = new Set<number>();
    for (const string of strings) {
      for (const character of string) {
        const codePoint = character.codePointAt(0) ?? 0;
        (codePoint < BMP_UNITS ? used : astral).add(codePoint);
      }
    }
    let unit = BMP_UNITS - 1;
    for (const codePoint of astral) {
      while (used.has(unit)) unit--;
      if (unit < 0) throw failures.internal('two vocabularies use more than 65,536 distinct code points');
      this.#units.set(codePoint, String.fromCharCode(unit--));
    }
  }

  /** `string` must have been among the strings given. */
  encode(string: string): string {
    if (this.#units.size === 0) return string;
    let encoded = '';
    for (const character of string) encoded += this.#units.get(character.codePointAt(0) ?? 0) ?? character;
    return encoded;
  }
}
