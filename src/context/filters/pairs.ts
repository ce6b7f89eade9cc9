import { leadOf, restOfLine } from '../lines.ts';
import { isProse } from '../syntax/languages.ts';
import { scan, type Open } from '../syntax/scan.ts';
import type { Candidate, Place, PostFilter } from './filter.ts';
import { matcherAt } from './matched.ts';

/** Cuts that are tried before a text is given up. */
const mostCuts = 24;

/**
 * Leaves the document's brackets and quotes at least as well matched as they were: a bracket that closes nothing ends the text before it,
 * and what the text leaves open is closed, at the end of its line or, in a block, by the lines before. In prose nothing is closed:
 * the text ends before what it would leave open.
 */
export const pairs: PostFilter = {
  name: 'pairs',
  apply(candidate, place) {
    const fits = matcherAt(place);
    if (fits(candidate)) return candidate;
    if (isProse(place.language)) return beforeUnclosed(candidate, place, fits);
    const lines = candidate.text.split('\n');
    const shorter = lines.slice(1, -1).map((_, at) => ({ text: lines.slice(0, lines.length - 1 - at).join('\n'), replaceRight: 0 }));
    const cuts = outerClosers(candidate, place).slice(-mostCuts).reverse().map((at) => ({ text: candidate.text.slice(0, at), replaceRight: 0 }));
    const whole = completed(candidate, place);
    const wishes = [...withOwnClosers(candidate, place), ...(lines.length > 1 ? shorter.slice(0, mostCuts) : []), whole];
    for (const wish of [...wishes, ...cuts.flatMap((cut) => [cut, completed(cut, place)])]) if (wish.text.trim() !== '' && fits(wish)) return wish;
    return { text: '', replaceRight: 0 };
  },
};

/** The text with less of the rest of the line replaced: a closing bracket at its end may be its own, `foo(|)` and `bar()`. */
function withOwnClosers({ text, replaceRight }: Candidate, { after }: Place): readonly Candidate[] {
  const closers = /[^\p{L}\p{N}_]*$/u.exec(after.slice(0, replaceRight))?.[0].length ?? 0;
  return Array.from({ length: closers }, (_, at) => ({ text, replaceRight: replaceRight - at - 1 }));
}

/** Where in the text closing brackets stand that close what stands before it, or nothing. */
function outerClosers({ text }: Candidate, { before, language }: Place): readonly number[] {
  const { closed } = scan(before + text, language);
  return closed.filter(({ at, opened }) => at >= before.length && opened < before.length).map(({ at }) => at - before.length);
}

/** What the text opened and did not close, innermost first. */
function leftOpen({ text }: Candidate, { before, language }: Place): readonly Open[] {
  return scan(before + text, language).open.filter(({ at, kind }) => at >= before.length && kind !== 'comment').toReversed();
}

/** The text with an end for everything that it leaves open: on its line where that was opened, else on lines of their own. */
function completed(candidate: Candidate, place: Place): Candidate {
  const whole = place.before + candidate.text;
  const text = candidate.text.trimEnd();
  let closing = '';
  let opening = whole.lastIndexOf('\n', place.before.length + text.length - 1) + 1;
  for (const { at, closer } of leftOpen({ text, replaceRight: 0 }, place)) {
    const start = whole.lastIndexOf('\n', at) + 1;
    if (start !== opening) closing += `\n${leadOf(whole.slice(start))}`;
    opening = start;
    closing += closer;
  }
  const rest = restOfLine(place.after);
  // What the rest of the line closes needs no second end.
  return closing !== '' && !closing.includes('\n') && rest.startsWith(closing) && scan(place.before + place.after, place.language).excess > 0 ? { ...candidate, text } : { text: text + closing, replaceRight: candidate.replaceRight };
}

function beforeUnclosed({ text }: Candidate, { before, language }: Place, fits: (candidate: Candidate) => boolean): Candidate {
  const own = scan(before + text, language).open.find(({ at }) => at >= before.length);
  const cut = { text: text.slice(0, own === undefined ? 0 : own.at - before.length).trimEnd(), replaceRight: 0 };
  return fits(cut) ? cut : { text: '', replaceRight: 0 };
}
