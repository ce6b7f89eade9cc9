/** The text after the last newline. */
export function lastLine(text: string): string {
  return text.slice(text.lastIndexOf('\n') + 1);
}

/** The text up to the first newline. */
export function restOfLine(text: string): string {
  const end = text.indexOf('\n');
  return end === -1 ? text : text.slice(0, end);
}

/** Tabs and spaces at a line's start. */
export function leadOf(line: string): string {
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}

/** White space at a line's start, in columns; a tab is one column. */
export function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
