import levenshtein from 'fast-levenshtein';

/** The strings of a vocabulary, searched for the one with the smallest edit distance to a query; ties go to the first listed. */
export class NearestStrings {
  readonly #strings: readonly string[];

  constructor(strings: readonly string[]) {
    this.#strings = strings;
  }

  find(query: string): { readonly index: number; readonly distance: number } {
    let index = -1;
    let distance = Infinity;
    for (const [candidate, string] of this.#strings.entries()) {
      if (Math.abs(string.length - query.length) >= distance) continue;
      const d = levenshtein.get(query, string);
      if (d < distance) {
        distance = d;
        index = candidate;
      }
    }
    return { index, distance };
  }
}
