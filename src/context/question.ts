import { visible } from './filters/invisible.ts';

/**
 * A question as plain text that a base model goes on with by answering, and that no chat template has to be rendered for. Chosen out of ten
 * frames by reading the answers to five questions, ten for the best three. The space at the end makes the answer begin on the same line: without
 * it the starter pack, which answers nothing well, began nine of ten with an empty list. The sentence before the question gives the standard
 * pack's instruction-tuned member about half the weight instead of a quarter, and its answers fewer menus and markup. With an example of a
 * question and its answer the starter repeated the example's words; with `Q:` and `A:` it wrote syllables.
 */
export function frameQuestion(question: string): string {
  return `The following is a question and a short, clear answer to it.\n\nQuestion: ${visible(question).trim()}\n\nAnswer: `;
}

/** An empty list item at the end: the list went on, the pack did not. */
const emptyItem = /(?:^|\n)\s*(?:[-*+•]|\d+[.)])\s*$/;
const sentenceEnd = /[.!?]["')\]*_]*(?=\s|$)|\n/g;
/** A sentence of this length is shown before its end is known. */
const longSentence = 120;

/** The answer in what the pack wrote, once nothing more comes; empty when it says nothing. `repeats`: the pack was stopped because it repeated itself. */
export function answerOf(generated: string, repeats: boolean): string {
  const answer = visible(repeats ? wholeSentences(generated) : generated).replace(emptyItem, '').trim();
  return /[\p{L}\p{N}]/u.test(answer) ? answer : '';
}

/** What is certain to begin the answer while it grows: a sentence that comes round again may yet lose its beginning. */
export function certainAnswer(generated: string): string {
  return answerOf(wholeSentences(generated), false);
}

/** Without a sentence at the end that has only begun. */
function wholeSentences(text: string): string {
  let end = 0;
  for (const { index, 0: mark } of text.matchAll(sentenceEnd)) end = index + mark.length;
  return text.length - end > longSentence ? text : text.slice(0, end);
}
