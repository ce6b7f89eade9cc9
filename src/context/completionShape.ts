import { indentOf, lastLine, restOfLine } from './lines.ts';
import { fromCode } from './syntax/fromCode.ts';
import { isProse } from './syntax/languages.ts';
import { LexicalSyntax, surroundingsIn } from './syntax/lexicalSyntax.ts';
import { scan } from './syntax/scan.ts';
import type { BlockStart } from './syntax/syntax.ts';

export type CompletionMode = 'auto' | 'line' | 'block';

/**
 * Where the text to come ends; the same shapes as the engine's stop shapes. A line may end at the end of its first sentence. A block ends
 * before the first line indented less than `indent`, or after the line right at its opener's indentation that begins with `closer`.
 */
export type CompletionShape =
  | { readonly kind: 'line'; readonly sentence?: true }
  | { readonly kind: 'block'; readonly indent: number; readonly closer?: string };

/**
 * The one multi-line rule. `auto` completes a block only where one starts: nothing follows on the line, what is left of the cursor opens a
 * block (`{`, `(`, `[`, `=>`, a Python header, `do`, `then`, an opening tag), or the cursor is on an empty line below such a line, indented
 * deeper; and the document has no lines of that block yet. Everywhere else it completes the rest of the line; in prose and in comments the
 * sentence. `line` and `block` force one or the other, but in a string there is never more than its line.
 */
export function completionShape(before: string, after: string, mode: CompletionMode, language: string): CompletionShape {
  if (mode === 'line') return { kind: 'line' };
  const syntax = new LexicalSyntax(language);
  const line = lastLine(before);
  const prose = isProse(language);
  const code = fromCode(before, language);
  const scanned = scan(code, language);
  const { kind } = prose ? { kind: 'comment' } as const : surroundingsIn(scanned);
  if (kind === 'string') return { kind: 'line' };
  if (kind === 'comment') return mode === 'block' ? { kind: 'block', indent: indentOf(line) } : { kind: 'line', sentence: true };
  const start = line.trim() === '' ? startAbove(code, line, syntax) : syntax.blockStart(code, scanned);
  if (mode === 'block') return start === null ? { kind: 'block', indent: indentOf(line) } : blockOf(start, after);
  if (start === null || restOfLine(after).trim() !== '' || hasBody(start, after)) return { kind: 'line' };
  return blockOf(start, after);
}

/** The block that the line right above opens, when the cursor's empty line is indented deeper. */
function startAbove(before: string, line: string, syntax: LexicalSyntax): BlockStart | null {
  const start = syntax.blockStart(before.slice(0, Math.max(0, before.length - line.length - 1)));
  return start !== null && line.length > indentOf(start.line) ? start : null;
}

function blockOf({ line, closer }: BlockStart, after: string): CompletionShape {
  const column = indentOf(line);
  const below = nextLine(after);
  const closed = closer === '' || (indentOf(below) === column && below.trimStart().startsWith(closer));
  return { kind: 'block', indent: column + 1, ...(closed ? {} : { closer }) };
}

function hasBody({ line }: BlockStart, after: string): boolean {
  return indentOf(nextLine(after)) > indentOf(line);
}

/** The next line below the cursor's that isn't blank. */
function nextLine(after: string): string {
  const below = after.slice(restOfLine(after).length);
  return restOfLine(below.replace(/^(?:[ \t]*\n)+/, ''));
}
