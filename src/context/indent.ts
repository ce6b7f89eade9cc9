import { indentOf } from './lines.ts';

/** How a document indents: with tabs or spaces, and how many columns one step is; a tab counts as four where nothing says otherwise. */
export interface Indent {
  readonly tabs: boolean;
  readonly columns: number;
}

/** Fewer indented lines than this say nothing. */
const fewest = 2;
const widest = 8;

/** The style that most of the lines around the cursor have; null when they show none. */
export function documentIndent(before: string, after: string): Indent | null {
  const lines = `${before}\n${after}`.split('\n').filter((line) => line.trim() !== '' && !/^\s*[*#/]/.test(line));
  const tabs = lines.filter((line) => line.startsWith('\t')).length;
  const spaces = lines.filter((line) => line.startsWith('  ')).length;
  if (tabs + spaces < fewest) return null;
  if (tabs > spaces) return { tabs: true, columns: 4 };
  const columns = mostCommonStep(lines);
  return columns === null ? null : { tabs: false, columns };
}

/** The step from one line to the next deeper one that occurs most often. */
function mostCommonStep(lines: readonly string[]): number | null {
  const counts = new Map<number, number>();
  for (const [at, line] of lines.entries()) {
    const above = lines[at - 1];
    const step = above === undefined ? 0 : indentOf(line) - indentOf(above);
    // A line that only continues the one above may be aligned with anything.
    if (step > 1 && step <= widest && above !== undefined && !/[,\w]$/.test(above.trimEnd())) counts.set(step, (counts.get(step) ?? 0) + 1);
  }
  const [best] = [...counts].sort(([a, many], [b, more]) => more - many || a - b);
  return best?.[0] ?? null;
}
