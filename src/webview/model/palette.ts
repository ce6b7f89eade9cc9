/** How a member looks wherever it appears: a colour of the theme's charts and an underline, by number. */
export interface Look {
  readonly colour: number;
  readonly underline: number;
}

/** Colours and underlines that style.css knows; with no common factor, so that thirty members differ in one or the other. */
export const colours = 6;
export const underlines = 5;

/** Gives each member its look by its place in the pack. Weights play no part, so nothing changes colour while they move. */
export class Palette {
  readonly #places = new Map<string, number>();

  constructor(members: readonly string[]) {
    for (const id of members) this.#placeOf(id);
  }

  /** The member's look; a member that the pack does not know gets the next free place. */
  lookOf(id: string): Look {
    const place = this.#placeOf(id);
    return { colour: place % colours, underline: place % underlines };
  }

  #placeOf(id: string): number {
    const known = this.#places.get(id);
    if (known !== undefined) return known;
    const place = this.#places.size;
    this.#places.set(id, place);
    return place;
  }
}
