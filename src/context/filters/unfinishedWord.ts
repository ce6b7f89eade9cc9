import type { PostFilter } from './filter.ts';

/** Takes the last word away from a text that was stopped in the middle: it may be the beginning of another one. */
export const unfinishedWord: PostFilter = {
  name: 'unfinished-word',
  apply(candidate, { unfinished }) {
    if (unfinished !== true) return candidate;
    const whole = candidate.text.replace(/[\p{L}\p{M}\p{N}_$]+$/u, '').trimEnd();
    return /[\p{L}\p{N}]/u.test(whole) ? { ...candidate, text: whole } : candidate;
  },
};
