import type { Style } from './style.ts';

/** What a report is about, on one line where that fits `width` columns; a path too long for a line keeps its end. */
export function heading(place: string, about: string, style: Style, width: number): string {
  const shown = place.length <= width ? place : `…${place.slice(place.length - width + 1)}`;
  const fits = shown.length + about.length + 3 <= width;
  return `${style.strong(shown)}${fits ? ' ' : '\n'}${style.faint(fits ? `· ${about}` : about)}`;
}
