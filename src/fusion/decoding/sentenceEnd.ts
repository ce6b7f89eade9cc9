import { firstSentence } from '../../base/firstSentence.ts';
import type { StopRule } from './stopRule.ts';

/** Ends after the first sentence. */
export const sentenceEnd: StopRule = {
  look(text) {
    const end = firstSentence(text);
    return end === null ? { stop: null, safe: text.length } : { stop: 'line-end', keep: end };
  },
};
