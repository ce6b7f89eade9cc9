import { lastLine } from '../lines.ts';
import { isProse } from '../syntax/languages.ts';
import { scan, type Open, type Scan } from '../syntax/scan.ts';
import type { Candidate, Place } from './filter.ts';

/** The document around a candidate, as far as its brackets and quotes match. */
interface Reading extends Scan {
  /** What ends the string or comment in which the text after the candidate is read; '' in code. */
  readonly context: string;
}

/** Tells candidates that leave a place's brackets and quotes at least as well matched as they were, and the text after them to be read as it was. */
export function matcherAt(place: Place): (candidate: Candidate) => boolean {
  const known = new Map<number, Reading>();
  return (candidate) => {
    const { replaceRight } = candidate;
    const then = known.get(replaceRight) ?? read(place.after.slice(0, replaceRight), replaceRight, place);
    known.set(replaceRight, then);
    const now = read(candidate.text, replaceRight, place);
    // In prose a bracket that closes nothing may be a smile.
    if (isProse(place.language)) return openCount(now) <= openCount(then);
    return isNoWorse(now, then) && (now.context === then.context || flawsOf(now) < flawsOf(then));
  };
}

function read(text: string, replaceRight: number, { before, after, language }: Place): Reading {
  const rest = after.slice(replaceRight);
  const found = scan(before + text + rest, language, before.length + text.length);
  // What stands at the start of an indented text was opened above what can be seen; with nothing below, it may be closed.
  const seesAll = !/^\s*[ \t]\S/.test(before) || after.trim() !== '' || lastLine(before).trim() !== '';
  return { ...(seesAll ? found : { ...found, excess: 0 }), context: rest.trim() === '' ? '' : contextOf(found.atMark, rest) };
}

function contextOf(inner: Open | null, rest: string): string {
  if (inner === null || inner.kind === 'bracket') return '';
  // A line's end is the end of what ends with its line.
  const endsHere = /^[ \t]*\n/.test(rest) && (inner.closer === '\n' || inner.string?.lines === false);
  return endsHere ? '' : inner.closer;
}

function isNoWorse(now: Scan, then: Scan): boolean {
  return openCount(now) <= openCount(then) && now.excess <= then.excess && now.lost <= then.lost && now.torn <= then.torn;
}

function flawsOf(found: Scan): number {
  return openCount(found) + found.excess + found.lost + found.torn;
}

function openCount({ open }: Scan): number {
  return open.filter(({ kind }) => kind !== 'comment').length;
}
