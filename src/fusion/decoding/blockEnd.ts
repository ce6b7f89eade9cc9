import type { StopRule } from './stopRule.ts';

/** Whether the text opens more brackets than it closes. Quotes are not looked at. */
function leavesOpen(text: string): boolean {
  let depth = 0;
  for (const character of text) {
    if ('([{'.includes(character)) depth += 1;
    else if (')]}'.includes(character)) depth = Math.max(0, depth - 1);
  }
  return depth > 0;
}

/** White space at the line's start, in columns; a tab is one column, as where shapes are chosen. */
const indentOf = (line: string): number => line.length - line.trimStart().length;

/** Lines that go on with what a word opened, at its indentation. */
const joint = /^(?:else|elif|elsif|elseif|when|in|rescue|ensure|catch|finally)\b/;
/** A word that is not complete yet. */
const jointBeginning = /^[a-z]{1,7}$/;

/**
 * Ends a block. The cursor's own line always belongs to it; of the lines after it, in order:
 * - one that begins with a closing bracket that the generated text itself opened belongs to it, however little it is indented;
 * - one that begins with `closer` in the column left of `indent` closes what stood before the text: it belongs to the block and ends it, unless it
 *   opens a bracket again (`} else {`); a closing word may have `else` and the like before it;
 * - one indented less than `indent` columns ends the block before it;
 * - once a line was indented deeper than the first full line, the next line that comes back to its indentation or less ends the block before it:
 *   the unit that was begun is complete; so does a blank line between two lines of that outer indentation;
 * - a closing bracket that brings the text back to the first line's level ends the block after its line, unless that line opens again.
 * A newline is beyond recall only once the line after it has shown its first character.
 */
export function blockEnd(indent: number, closer = ''): StopRule {
  const word = /^\w/.test(closer);
  return {
    look(text) {
      const lines = text.split('\n');
      let at = (lines[0] ?? '').length;
      let safe = text.startsWith('\r', at - 1) ? at - 1 : at;
      let base: number | null = null;
      let deeper = false;
      let blank = false;
      for (const [index, line] of lines.entries()) {
        if (index === 0) continue;
        const last = index === lines.length - 1;
        const start = at + 1;
        at = start + line.length;
        const lineEnd = line.endsWith('\r') ? at - 1 : at;
        if (line.trim() === '') {
          blank = blank || !last;
          continue;
        }
        const column = indentOf(line);
        if (closer !== '' && column === indent - 1 && !leavesOpen(text.slice(0, start))) {
          const words = line.slice(column);
          if (last && closer.startsWith(words)) continue;
          if (words.startsWith(closer) && !leavesOpen(line)) {
            if (!last) return { stop: 'block-end', keep: lineEnd };
            continue;
          }
          if (words.startsWith(closer) || (word && joint.test(words))) {
            base = null;
            deeper = false;
            blank = false;
            safe = last ? safe : lineEnd;
            continue;
          }
          if (word && last && jointBeginning.test(words)) continue;
        }
        const closes = ')]}'.includes(line.charAt(column)) && leavesOpen(text.slice(0, start));
        if (!closes && (column < indent || (base !== null && column <= base && (deeper || blank)))) return { stop: 'block-end', keep: safe };
        if (closes && !last && !leavesOpen(text.slice(0, at)) && !(base !== null && column > base)) return { stop: 'block-end', keep: lineEnd };
        base ??= closes ? null : column;
        deeper = base !== null && column > base;
        blank = false;
        safe = lineEnd;
      }
      return { stop: null, safe };
    },
  };
}

