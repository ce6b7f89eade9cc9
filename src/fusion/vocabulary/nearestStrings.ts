import { NearestSearch, type Nearest } from './nearestSearch.ts';
import { StringIndex } from './stringIndex.ts';

/** A list of strings, searched for the one with the smallest edit distance to a query; ties go to the first listed. */
export class NearestStrings {
  readonly #index: StringIndex;
  /** A unit that no string has. */
  readonly #stranger: string;
  readonly #search: NearestSearch;
  readonly #known = new Map<string, Nearest>();

  /** At least one string. */
  constructor(strings: readonly string[]) {
    this.#index = new StringIndex(strings);
    this.#search = new NearestSearch(this.#index);
    this.#stranger = String.fromCharCode(this.#index.sets.outsider());
  }

  /** Place in the list and distance of the nearest string. */
  find(query: string): Nearest {
    const collapsed = this.#collapse(query);
    let nearest = this.#known.get(collapsed);
    if (nearest === undefined) {
      nearest = this.#search.find(collapsed);
      this.#known.set(collapsed, nearest);
    }
    return nearest;
  }

  /** Units that no string has never match, so all of them count as the same one: far fewer queries between different scripts. */
  #collapse(query: string): string {
    let collapsed = '';
    for (let i = 0; i < query.length; i++) collapsed += this.#index.sets.has(query.charCodeAt(i)) ? query.charAt(i) : this.#stranger;
    return collapsed;
  }
}
