import { isProse } from '../syntax/languages.ts';
import type { PostFilter } from './filter.ts';

/** Takes code out of the Markdown fences that chat models like to put around it. */
export const fences: PostFilter = {
  name: 'fences',
  apply(candidate, { language }) {
    if (isProse(language)) return candidate;
    const inside = candidate.text.replace(/^\s*```[^\n]*\n/, '');
    const end = inside.search(/^[ \t]*```/m);
    return { ...candidate, text: end === -1 ? inside : inside.slice(0, end).replace(/\n$/, '') };
  },
};
