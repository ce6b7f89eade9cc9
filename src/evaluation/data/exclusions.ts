/** Items that a report leaves out: whether to leave out item `id` of the data file `stem`. */
export type Excluded = (stem: string, id: string) => boolean;

/** Lines `<file stem> <item id>`; empty lines and lines beginning with # say nothing. */
export function parseExclusions(text: string): Excluded {
  const items = new Set(text.split(/\r?\n/u).map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#')).map((line) => line.replace(/\s+/u, ' ')));
  return (stem, id) => items.has(`${stem} ${id}`) || items.has(`${stem.replace(/_release.*$/u, '')} ${id}`);
}
