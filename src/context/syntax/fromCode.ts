import { syntaxOf } from './languages.ts';
import { scan } from './scan.ts';

/** Shorter texts are whole documents, UTF-16 units: `choosePrompt` leaves more of one that it cuts. */
const shortestCut = 2048;
/** So many oddities fewer decide that a text begins inside a string: one may be the writer's. */
const clearly = 2;
/** Nobody's string is as long, UTF-16 units: what does not end is read the wrong way round. */
const longest = 1000;
/** What ends or goes on after a value: no string begins with it. */
const afterValue = /^[),;\]]/;
/** A word or the end of one, a sentence or a value, with space after it: no string begins there, but strings end there. */
const valueBefore = /[\p{L}\p{N}.!?)\]"'`]\s+$/u;
/** Words that a string may follow. */
const wordBefore = /\b(?:return|in|and|or|not|else|yield|await|raise|throw|case|of|if|is|assert|print|echo|default|from|import|lambda)\s+$/;
/** What stands right after a quote where a string begins. */
const wordAfter = /^[\p{L}\p{N}_{<@#$"'`(]/u;
const restOfComment = /^(?:[ \t]*\*(?!\/).*\n)+[ \t]*\*\/|^[ \t]*\*\//;

/**
 * The text from where it is code for certain: a document's text that was cut anywhere may begin inside a comment or a string of many lines, and then every
 * quote after it would be read the wrong way round. It is cut again where that makes strings begin and end where strings do.
 */
export function fromCode(text: string, language: string): string {
  if (text.length < shortestCut) return text;
  const { strings, blockComments } = syntaxOf(language);
  const code = blockComments.some(({ closer }) => closer === '*/') ? text.slice(restOfComment.exec(text)?.[0].length ?? 0) : text;
  const long = strings.filter(({ opener, closer, lines }) => lines && opener === closer && code.includes(closer));
  const whole = long.length === 0 ? 0 : oddities(code, language);
  if (whole < clearly) return code;
  const cuts = long.map(({ closer }) => code.slice(code.indexOf(closer) + closer.length)).map((cut) => ({ cut, odd: oddities(cut, language) }));
  const [best] = cuts.sort((a, b) => a.odd - b.odd);
  return best !== undefined && best.odd + clearly <= whole ? best.cut : code;
}

/** How often strings of many lines begin where they end, end where they begin, or don't end, and those of one line don't; two for one that is both. */
function oddities(text: string, language: string): number {
  const { quoted, torn, open } = scan(text, language);
  const beginsOddly = (at: number, opener: string): boolean => {
    const before = text.slice(Math.max(0, at - 80), at);
    return afterValue.test(text.slice(at + opener.length)) || (valueBefore.test(before) && !wordBefore.test(before));
  };
  const odd = quoted.filter(({ at, end, kind }) => kind.lines && (wordAfter.test(text.slice(end, end + 2)) || beginsOddly(at, kind.opener)));
  const unended = open.filter(({ string, at }) => string?.lines === true && text.indexOf('\n', at) !== -1);
  return unended.reduce((sum, { at, opener }) => sum + (beginsOddly(at, opener) ? 2 : 0) + (text.length - at > longest ? 1 : 0), torn + odd.length);
}
