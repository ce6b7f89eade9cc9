import { lastLine, restOfLine } from '../lines.ts';
import { scan } from '../syntax/scan.ts';
import { isSentencePlace, surroundingsOf, type Candidate, type Place, type PostFilter } from './filter.ts';

const word = /[\p{L}\p{N}]/u;
/** Empty lists, calls, objects and texts say something: `= [];`. */
const pair = /\[\]|\{\}|\(\)|""|''|``/;
/** Lines under headings and tables. */
const ruler = /^[-=*_~+|: ]{3,}$/;

/** Drops what adds nothing: what is there already, and signs without a word that end a line, unless they close something that stays open otherwise. */
export const usefulness: PostFilter = {
  name: 'usefulness',
  apply(candidate, place) {
    return addsNothing(candidate, place) || (!word.test(candidate.text) && !closes(candidate, place) && !saysSomething(candidate, place)) ? { text: '', replaceRight: 0 } : candidate;
  },
};

function addsNothing({ text, replaceRight }: Candidate, { after }: Place): boolean {
  return text === after.slice(0, replaceRight);
}

function saysSomething({ text, replaceRight }: Candidate, place: Place): boolean {
  if (/\p{Extended_Pictographic}/u.test(text) || word.test(restOfLine(place.after).slice(replaceRight).trimStart().charAt(0))) return true;
  if (surroundingsOf(place).kind === 'string') return true;
  return isSentencePlace(place) ? ruler.test(text.trim()) : pair.test(lastLine(place.before).slice(-1) + text);
}

/** Whether the document has less left open with the text, or a closing line that could not be matched because its start cannot be seen. */
function closes({ text, replaceRight }: Candidate, { before, after, language }: Place): boolean {
  if (!/^[\s)\]}>"'`;,]+$/.test(text)) return false;
  const now = scan(before + text + after.slice(replaceRight), language);
  const then = scan(before + after, language);
  return now.open.length < then.open.length || (/[)\]}]/.test(text) && now.excess > then.excess && lastLine(before).trim() === '' && restOfLine(after).trim() === '');
}
