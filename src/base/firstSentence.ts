/** A mark that may end a sentence, with what closes quotes and markup after it. Without a space after it, it stands inside a word, a number or a name. */
const mark = /[.!?…]+["'”’)\]*_`]*(?=\s)|[。！？]/gu;
/** Words that end with a full stop and go on, single letters (initials, list items) and numbers among them. */
const abbreviation = /(?:^|[^\p{L}\p{N}])(?:\p{L}|\d{1,3}|e\.g|i\.e|etc|vs|cf|approx|incl|resp|Mr|Mrs|Ms|Dr|Prof|St|No|Nos|Fig|Figs|Eq|Sec|Ch|pp|al|bzw|usw|ca|Nr)\.$/u;
/** Shorter texts go on: a sentence that was nearly at its end says little. */
const shortest = 12;

/** Length of the start of `text` that is its first sentence, in UTF-16 units; null while none ends in it. */
export function firstSentence(text: string): number | null {
  for (const { index, 0: found } of text.matchAll(mark)) {
    const end = index + found.length;
    if (text.slice(0, end).trim().length >= shortest && !abbreviation.test(text.slice(0, end))) return end;
  }
  return null;
}
