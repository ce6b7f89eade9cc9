import { lastLine, leadOf, restOfLine } from '../lines.ts';
import { isProse } from '../syntax/languages.ts';
import { scan, type Open, type Scan } from '../syntax/scan.ts';
import type { Candidate, Place, PostFilter } from './filter.ts';

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
    const fits = (other: Candidate): boolean => isNoWorse(read(other, place), found);
    const found = read({ text: '', replaceRight: 0 }, place);
    if (fits(candidate)) return candidate;
    if (isProse(place.language)) return beforeUnclosed(candidate, place, fits);
    const lines = candidate.text.split('\n');
    const shorter = lines.slice(1, -1).map((_, at) => ({ text: lines.slice(0, lines.length - 1 - at).join('\n'), replaceRight: 0 }));
    const cuts = outerClosers(candidate, place).slice(-mostCuts).reverse().map((at) => ({ text: candidate.text.slice(0, at), replaceRight: 0 }));
    const whole = completed(candidate, place, found);
    const wishes = lines.length > 1 ? [...shorter.slice(0, mostCuts), whole] : [whole];
    for (const wish of [...wishes, ...cuts.flatMap((cut) => [cut, completed(cut, place, found)])]) if (wish.text.trim() !== '' && fits(wish)) return wish;
    return { text: '', replaceRight: 0 };
  },
};

function read({ text, replaceRight }: Candidate, { before, after, language }: Place): Scan {
  const found = scan(before + text + after.slice(replaceRight), language);
  // What stands at the start of an indented text was opened above what can be seen; with nothing below, it may be closed.
  const seesAll = !/^\s*[ \t]\S/.test(before) || after.trim() !== '' || lastLine(before).trim() !== '';
  return seesAll ? found : { ...found, excess: 0 };
}

function isNoWorse(now: Scan, then: Scan): boolean {
  return openCount(now) <= openCount(then) && now.excess <= then.excess && now.lost <= then.lost && now.torn <= then.torn;
}

function openCount({ open }: Scan): number {
  return open.filter(({ kind }) => kind !== 'comment').length;
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
function completed(candidate: Candidate, place: Place, found: Scan): Candidate {
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
  return closing !== '' && !closing.includes('\n') && rest.startsWith(closing) && found.excess > 0 ? { ...candidate, text } : { text: text + closing, replaceRight: candidate.replaceRight };
}

function beforeUnclosed(candidate: Candidate, place: Place, fits: (candidate: Candidate) => boolean): Candidate {
  const scanned = scan(place.before + candidate.text, place.language);
  const own = scanned.open.find(({ at }) => at >= place.before.length);
  if (own === undefined) return candidate;
  const cut = { text: candidate.text.slice(0, own.at - place.before.length).trimEnd(), replaceRight: 0 };
  return cut.text !== '' && (fits(cut) || scan(place.before + cut.text, place.language).open.length <= scanned.open.length) ? cut : { text: '', replaceRight: 0 };
}
