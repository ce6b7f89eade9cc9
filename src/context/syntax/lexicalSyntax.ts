import { indentOf, lastLine, restOfLine } from '../lines.ts';
import { areParameters, closerOfWords } from './blockOpeners.ts';
import { scan, type Open, type Scan } from './scan.ts';
import type { BlockStart, Surroundings } from './syntax.ts';

/** Lines that go on with a unit at the indentation of the line that opened it. */
const joint = /^(?:else|elif|elsif|elseif|when|in|rescue|ensure|catch|finally)\b/;

/** What stands around the end of a scanned text. */
export function surroundingsIn({ open }: Scan): Surroundings {
  const innermost = open.at(-1);
  switch (innermost?.kind) {
    case 'comment': return { kind: 'comment', opener: innermost.opener, closer: innermost.closer };
    case 'string': return { kind: 'string' };
    case 'bracket': case undefined: return { kind: 'code' };
  }
}

/** The syntax of any language as far as its comments, quotes, brackets and indentation tell it. */
export class LexicalSyntax {
  readonly #language: string;

  constructor(language: string) {
    this.#language = language;
  }

  /** Whether `before`, which ends at the end of a line's text, opens a block. `scanned` is its scan. */
  blockStart(before: string, scanned = scan(before, this.#language)): BlockStart | null {
    const opening = this.#opening(before, scanned);
    return opening === null ? null : { line: opening.line, closer: opening.closer };
  }

  /** How much of `text` belongs to the unit that the end of `before` opened, in UTF-16 units; null when the unit isn't complete in it, or none was opened. */
  unitEnd(before: string, text: string): number | null {
    const opening = this.#opening(before, scan(before, this.#language));
    if (opening === null) return null;
    const end = opening.bracket === null ? endByIndentation(opening.line, opening.closer, text) : endByBracket(opening.bracket, scan(before + text, this.#language), before, text);
    return end === null || end === text.length ? null : end;
  }

  /** What opens a block at the end of `before`: a bracket, or what stands on the line. `line` is the one on which that began, `bracket` the outermost one left open. */
  #opening(before: string, { open, closed }: Scan): { readonly line: string; readonly closer: string; readonly bracket: Open | null } | null {
    const innermost = open.at(-1);
    if (innermost?.kind === 'string') return null;
    const code = (innermost?.kind === 'comment' ? before.slice(0, innermost.at) : before).trimEnd();
    const line = lastLine(code);
    if (line.trim() === '' || lastLine(before).trim() === '' || (innermost?.kind === 'comment' && before.slice(innermost.at).includes('\n'))) return null;
    const header = headerOf(code, closed);
    const start = code.length - line.length;
    const bracket = open.findLast((entry) => entry.kind === 'bracket');
    if (bracket !== undefined && areParameters(code.slice(bracket.at + bracket.opener.length), this.#language)) {
      return { line: restOfLine(header), closer: bracket.closer, bracket: open.find(({ kind, at }) => kind === 'bracket' && at >= start) ?? bracket };
    }
    const closer = closerOfWords(line, header, this.#language);
    return closer === null ? null : { line: restOfLine(header), closer, bracket: null };
  }
}

/** The end of the code from the start of its last line on, of the line where the first of the brackets was opened that are closed there, or of the line that goes on there. */
function headerOf(code: string, closed: Scan['closed']): string {
  let start = code.length - lastLine(code).length;
  for (const { at, opened } of closed.toReversed()) if (at >= start && opened !== -1 && opened < start) start = code.lastIndexOf('\n', opened) + 1;
  while (code.endsWith('\\\n', start)) start = code.lastIndexOf('\n', start - 2) + 1;
  return code.slice(start);
}

/** After the line with the bracket that closes `opening`, and after what that line itself opens. */
function endByBracket(opening: Open, { closed }: Scan, before: string, text: string): number | null {
  const closes = (opened: number): number | undefined => closed.find((entry) => entry.opened === opened)?.at;
  let end = closes(opening.at);
  while (end !== undefined) {
    const newline = text.indexOf('\n', end - before.length);
    const lineEnd = newline === -1 ? text.length : newline;
    const reaches = closed.filter(({ opened, at }) => opened > (end ?? 0) && opened < before.length + lineEnd && at >= before.length + lineEnd).map(({ at }) => at);
    if (reaches.length === 0) return /[([{]\s*$/.test(text.slice(0, lineEnd)) ? null : lineEnd;
    end = Math.max(...reaches);
  }
  return null;
}

/** After the line that begins with `closer` at the indentation of `opening`, or before the first one that is not indented deeper. */
function endByIndentation(opening: string, closer: string, text: string): number | null {
  const column = indentOf(opening);
  let at = text.indexOf('\n') + 1;
  if (at === 0) return null;
  let filled = text.slice(0, at).trimEnd().length;
  for (const line of text.slice(at).split('\n')) {
    const end = at + line.length;
    if (line.trim() !== '') {
      const words = line.trimStart();
      if (indentOf(line) <= column) {
        if (closer !== '' && indentOf(line) === column && words.startsWith(closer)) return end;
        if (closer === '' || !joint.test(words)) return filled;
      }
      filled = at + line.trimEnd().length;
    }
    at = end + 1;
  }
  return null;
}
