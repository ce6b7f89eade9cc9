import type { StopRule } from './stopRule.ts';

const listMarker = /^(?:[-*+•]|\d+[.)])(?=\s|$)\s*/;
/** Shorter lines ("Yes.") and single words ("Chapter 2") may come again. */
const shortest = 8;
/** What lines of code end with or hold, and prose rarely does: `return null;` may well stand twice in a text. */
const code = /[;{}=[\]<>]|[,:()]$/;

/** A line without list marker, digits and case. */
function wordsOf(line: string): string {
  return line.trim().replace(listMarker, '').replaceAll(/\d+/g, '').replaceAll(/\s+/g, ' ').trim().toLowerCase();
}

/** What a complete line says; empty for one that may come again. */
function saidBy(line: string): string {
  const isItem = listMarker.test(line.trim());
  const words = wordsOf(line);
  return words.length < shortest || !words.includes(' ') || (!isItem && (/^\s/.test(line) || code.test(line.trim()))) ? '' : words;
}

const isEmptyItem = (line: string): boolean => line.trim() !== '' && line.trim().replace(listMarker, '') === '';
/** A line that is not complete yet and may become an empty item, or a blank line. */
const mayBeEmptyItem = /^\s*(?:[-*+•]|\d+[.)]?)?\s*$/;

/**
 * Ends an answer before a line that says what an earlier line said, digits and list markers aside, and before the first of two empty list
 * items; the newline before it stays and tells that the last line is whole. A line is held back for as long as it may turn out to be either.
 */
export const repeatedLines: StopRule = {
  look(text) {
    const said = new Set<string>();
    let emptyItem: { readonly at: number; readonly end: number } | null = null;
    let at = 0;
    let end = 0;
    const lines = text.split('\n');
    const last = lines.pop() ?? '';
    for (const line of lines) {
      if (isEmptyItem(line)) {
        if (emptyItem !== null) return { stop: 'repetition', keep: emptyItem.at };
        emptyItem = { at, end };
      } else if (line.trim() !== '') {
        const words = saidBy(line);
        if (said.has(words)) return { stop: 'repetition', keep: at };
        if (words !== '') said.add(words);
        emptyItem = null;
      }
      at += line.length + 1;
      if (line.trim() !== '') end = at - 1;
    }
    if (mayBeEmptyItem.test(last)) return { stop: null, safe: emptyItem?.end ?? end };
    return { stop: null, safe: isBeginning(last, said) ? end : text.length };
  },
};

/** Whether a line that is not complete yet may become one of those said. */
function isBeginning(line: string, said: ReadonlySet<string>): boolean {
  const words = wordsOf(line);
  return [...said].some((one) => one.startsWith(words));
}
