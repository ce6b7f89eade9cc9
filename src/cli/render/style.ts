import { Ansis } from 'ansis';

type Paint = (text: string) => string;

/** How text is dressed: one colour per member, a few for meaning. Without colour every paint is the identity. */
export interface Style {
  readonly colour: boolean;
  readonly strong: Paint;
  readonly faint: Paint;
  readonly good: Paint;
  readonly warning: Paint;
  readonly bad: Paint;
  /** Colour of the member at this position of the pack. */
  member(index: number): Paint;
  /** What stands before a member's name in a legend: a dot in its colour, or its letter. */
  badge(index: number): string;
}

/** Letter of the member at this position; members past the alphabet share `?`. */
export const memberLetter = (index: number): string => 'ABCDEFGHIJKLMNOP'.charAt(index) || '?';

/** `level` as in ansis: 0 none, 1 sixteen colours, 2 and 3 more. Only the sixteen are used: they follow the terminal's theme. */
export function styleFor(level: number): Style {
  const ansis = new Ansis(level);
  const palette: readonly Paint[] = [ansis.cyan, ansis.magenta, ansis.yellow, ansis.green, ansis.blueBright, ansis.redBright];
  const member = (index: number): Paint => palette[index % palette.length] ?? ansis.reset;
  return {
    colour: level > 0,
    strong: ansis.bold,
    faint: ansis.dim,
    good: ansis.green,
    warning: ansis.yellow,
    bad: ansis.red,
    member,
    badge: (index) => (level > 0 ? member(index)('●') : memberLetter(index)),
  };
}

const escapes = new Ansis(1);

/** Columns a text takes on a terminal; escape sequences take none. */
export function widthOf(text: string): number {
  return Array.from(escapes.strip(text)).length;
}
