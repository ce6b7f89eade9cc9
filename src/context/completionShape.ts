import { indentOf, lastLine, restOfLine } from './lines.ts';

export type CompletionMode = 'auto' | 'line' | 'block';

/** Where the text to come ends; the same shapes as the engine's stop shapes. A block ends before the first line indented less than `indent`. */
export type CompletionShape = { readonly kind: 'line' } | { readonly kind: 'block'; readonly indent: number };

/** Languages without blocks: a completion is the rest of the paragraph's line. */
export const proseLanguages: ReadonlySet<string> = new Set(['markdown', 'plaintext', 'latex', 'tex', 'restructuredtext', 'asciidoc', 'git-commit', 'scminput']);

/** Languages where a colon at the end of a line opens a block. */
const colonLanguages: ReadonlySet<string> = new Set(['python', 'cython', 'nim', 'gdscript', 'starlark', 'bazel', 'yaml', 'dockercompose']);

/**
 * The one multi-line rule. `auto` completes a block only where one starts: nothing follows on the line, and the text before the cursor
 * ends with an opener (`{`, `(`, `[`, `=>`, a colon in Python-like languages), or the cursor is on an empty line, indented deeper than the
 * line right above it, which ends with an opener. Everywhere else, and always in prose, it completes the rest of the line.
 */
export function completionShape(before: string, after: string, mode: CompletionMode, language: string): CompletionShape {
  if (mode === 'line') return { kind: 'line' };
  const line = lastLine(before);
  const opening = openingLine(before, line, language);
  if (mode === 'block') return { kind: 'block', indent: opening === null ? indentOf(line) : indentOf(opening) + 1 };
  if (opening === null || proseLanguages.has(language) || restOfLine(after).trim() !== '') return { kind: 'line' };
  return { kind: 'block', indent: indentOf(opening) + 1 };
}

/** The line that opens the block at the cursor: the cursor's own or the one right above; null when neither does. */
function openingLine(before: string, line: string, language: string): string | null {
  if (line.trim() !== '') return opens(line, language) ? line : null;
  const above = lastLine(before.slice(0, Math.max(0, before.length - line.length - 1)));
  return opens(above, language) && line.length > indentOf(above) ? above : null;
}

function opens(line: string, language: string): boolean {
  const text = line.trimEnd();
  return /[{([]$|=>$/.test(text) || (colonLanguages.has(language) && text.endsWith(':'));
}
