import type { Comparison } from '../../protocol/comparisonMessages.ts';

/** What of a prompt is shown: as much as tells where it is. */
const shown = { linesBefore: 8, linesAfter: 3, characters: 1200 } as const;

/** The end of the text before the cursor and the start of the text after it, in whole lines as far as they are not overlong. */
export function promptTail(before: string, after: string): Comparison['prompt'] {
  const tail = before.split('\n').slice(-shown.linesBefore).join('\n').slice(-shown.characters);
  const head = after.split('\n').slice(0, shown.linesAfter).join('\n').slice(0, shown.characters);
  return { before: tail, after: head, earlier: tail.length < before.length, later: head.length < after.length };
}
