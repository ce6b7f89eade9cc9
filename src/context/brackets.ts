/** A bracket or quote that was opened and not yet closed. */
export interface Open {
  readonly closer: string;
}

const closerOf: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const quotes = '"\'`';
const closers = ')]}';

/**
 * What stays open at the end of `text`, innermost last, when `before` was open at its start. Inside quotes only their end counts; an
 * apostrophe inside a word opens nothing; a closer that fits nothing is passed over.
 */
export function openIn(text: string, before: readonly Open[] = []): readonly Open[] {
  const open = [...before];
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    const innermost = open.at(-1)?.closer;
    if (character === '\\') at += 1;
    else if (character === innermost) open.pop();
    else if (innermost !== undefined && quotes.includes(innermost)) continue;
    else if (character in closerOf) open.push({ closer: closerOf[character] ?? '' });
    else if (quotes.includes(character) && !/[\p{L}\p{N}]/u.test(text.charAt(at - 1))) open.push({ closer: character });
  }
  return open;
}

/** Length of the start of `rest` that closes entries of `open`, innermost first, spaces between them included. */
export function closersOf(rest: string, open: readonly Open[]): number {
  let length = 0;
  const left = [...open];
  for (let at = 0; at < rest.length && left.length > 0; at += 1) {
    const character = rest.charAt(at);
    if (character === left.at(-1)?.closer) {
      left.pop();
      length = at + 1;
    } else if (character !== ' ') break;
  }
  return length;
}

/** Position in `text` of the first closing bracket that nothing in `before + text` opened; −1 when there is none. Quotes are not looked at. */
export function firstExcessCloser(before: string, text: string): number {
  const open: string[] = [];
  const whole = before + text;
  for (let at = 0; at < whole.length; at += 1) {
    const character = whole.charAt(at);
    if (character in closerOf) open.push(closerOf[character] ?? '');
    else if (closers.includes(character)) {
      const opened = open.lastIndexOf(character);
      if (opened !== -1) open.length = opened;
      else if (at >= before.length) return at - before.length;
    }
  }
  return -1;
}
