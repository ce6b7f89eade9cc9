import type { StopRule } from './stopRule.ts';

/** Markdown and HTML that a model may put around a speaker's name, and the number of a question. */
const markup = String.raw`(?:(?:<[a-z][^>\n]{0,40}>|[*_>#-]+|\d+[.)])[ \t]*)*`;
const speaker = '(?:Question|Q|Answer|A|User|Human|Assistant)';
const turn = new RegExp(String.raw`(?:^|\n)\s*${markup}${speaker}(?:[ \t]*\d+)?[ \t]*(?:<\/[a-z]+>|[*_]+)?[ \t]*:`);
const heading = /(?:^|\n)\s*#{1,6}[ \t]*(?:Question|Answer)\b/;
/** The start of a line that may become one of these: a markup that is not complete, or a word with nothing but markup before it. */
const undecided = new RegExp(String.raw`(?:^|\n)\s*${markup}(?:<[^>\n]{0,40}|\d+|[A-Z][a-z]{0,8}(?:[ \t]*\d*)[ \t]*(?:<[^>\n]{0,10}>?|[*_]+)?[ \t]*)?$`);

/** Ends before the next question or answer, which models that were not trained to stop make up themselves. */
export const nextTurn: StopRule = {
  look(text) {
    const starts = [text.search(turn), text.search(heading)].filter((at) => at !== -1);
    if (starts.length > 0) return { stop: 'end-token', keep: Math.min(...starts) };
    const open = text.search(undecided);
    return { stop: null, safe: open === -1 ? text.length : open };
  },
};
