import { UsageError } from './usageError.ts';

/** A document named on the command line, and a cursor in it; lines and columns count from 1, null = the end. */
export interface Place {
  /** `-` is standard input. */
  readonly path: string;
  readonly line: number | null;
  readonly column: number | null;
}

/** Reads `FILE[:LINE[:COL]]`; an argument that names a file as it stands is that file, colons and all. */
export function parsePlace(argument: string, exists: (path: string) => boolean): Place {
  const match = /^(.+?):(\d+)(?::(\d+))?$/su.exec(argument);
  const path = match?.[1];
  if (path === undefined || exists(argument)) return { path: argument, line: null, column: null };
  const column = match?.[3];
  return { path, line: Number(match?.[2]), column: column === undefined ? null : Number(column) };
}

/**
 * Where the cursor is, in UTF-16 units from the start of `text`. Columns count UTF-16 units, as the editor does.
 * @throws UsageError naming the range when the line or column does not exist.
 */
export function offsetOf(text: string, place: Place): number {
  if (place.line === null) return text.length;
  const lines = text.split('\n');
  const line = lines[place.line - 1];
  if (line === undefined) throw new UsageError(`${place.path} has lines 1 to ${lines.length}; there is no line ${place.line}.`);
  const start = lines.slice(0, place.line - 1).reduce((sum, earlier) => sum + earlier.length + 1, 0);
  const length = line.endsWith('\r') ? line.length - 1 : line.length;
  const column = place.column ?? length + 1;
  if (column < 1 || column > length + 1) {
    throw new UsageError(`Line ${place.line} of ${place.path} has columns 1 to ${length + 1}; there is no column ${column}.`);
  }
  return start + column - 1;
}

/** The place of an offset, written as the command line takes it. */
export function placeOf(path: string, text: string, offset: number): string {
  const before = text.slice(0, offset);
  return `${path}:${before.split('\n').length}:${offset - before.lastIndexOf('\n')}`;
}
