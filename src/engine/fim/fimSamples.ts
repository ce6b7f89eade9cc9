/** A text with something left out of its middle. */
export interface Hole {
  readonly before: string;
  readonly middle: string;
  readonly after: string;
}

/** Texts of the kinds that are edited here; every second part is a hole, of the rest of a line or inside one. */
const texts: readonly (readonly string[])[] = [
  [
    'export function countWords(text: string): Map<string, number> {\n  const counts =', ' new Map<string, number>();',
    '\n  for (const word of text.split(', "' '", ')) {\n    counts.set(word, (counts.get(', 'word', ') ?? 0) + 1);\n  }\n  return', ' counts;', '\n}\n',
  ],
  [
    'def read_table(path):\n    rows = []\n    with open(', 'path', ') as file:\n        for line in file:\n            rows.append(line', '.strip().split(",")', ')\n    return', ' rows', '\n',
  ],
  [
    '# Getting started\n\nInstall the package first, then open', ' the settings', ' and choose the folder where your notes are kept. Every change is saved as soon as you',
    ' stop typing.', '\nTo undo a change, open the history', ' of the note', ' and pick an earlier version.\n',
  ],
];

export const fimHoles: readonly Hole[] = texts.flatMap((parts) =>
  parts.flatMap((middle, at) => (at % 2 === 0 ? [] : [{ before: parts.slice(0, at).join(''), middle, after: parts.slice(at + 1).join('') }])));
