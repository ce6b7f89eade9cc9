import * as v from 'valibot';
import { LearntReport } from './reports.ts';
import { validate } from './validate.ts';

/** Priors kept at most. */
const mostLearnt = 256;
/** A file as long as all of them, in UTF-16 units. */
const longestFile = 4_000_000;

const LearntFile = v.object({ version: v.literal(1), learnt: v.pipe(v.array(LearntReport), v.maxLength(mostLearnt)) });

/** As it is kept between runs. */
export function writeLearnt(learnt: readonly LearntReport[]): string {
  return JSON.stringify({ version: 1, learnt: learnt.slice(-mostLearnt) });
}

/** What a file holds; null when it is damaged, of another version, or was not written by `writeLearnt`. */
export function readLearnt(content: string): readonly LearntReport[] | null {
  if (content.length > longestFile) return null;
  try {
    return validate(LearntFile, JSON.parse(content)).learnt;
  } catch {
    return null;
  }
}
