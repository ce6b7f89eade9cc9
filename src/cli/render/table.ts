import { widthOf } from './style.ts';

export interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
}

/** Rows under their titles, columns two spaces apart, as wide as their widest cell. Trailing blanks are dropped. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[], paintTitle: (title: string) => string): string {
  const titles = columns.map((column) => paintTitle(column.title));
  const lines = columns.some((column) => column.title !== '') ? [titles, ...rows] : rows;
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => widthOf(line[index] ?? ''))));
  return lines
    .map((line) => columns.map((column, index) => padded(line[index] ?? '', widths[index] ?? 0, column.align)).join('  '))
    .map((line) => line.trimEnd())
    .join('\n');
}

function padded(text: string, width: number, align: Column['align']): string {
  const blanks = ' '.repeat(Math.max(0, width - widthOf(text)));
  return align === 'left' ? text + blanks : blanks + text;
}

export function indented(text: string, by: number): string {
  return text.split('\n').map((line) => (line === '' ? '' : ' '.repeat(by) + line)).join('\n');
}

/** Breaks prose into lines of at most `width` columns; a longer word stays whole, and so does a quoted phrase: commands can be copied. */
export function wrapped(text: string, width: number): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.match(/(?:"[^"]*"|\S)+/gu) ?? []) {
    if (line !== '' && widthOf(line) + 1 + widthOf(word) > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].join('\n');
}
