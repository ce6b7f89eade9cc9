import type { Translate } from '../../base/translate.ts';

export interface Advance {
  readonly done: number;
  readonly planned: number;
  /** Spent on the lines that are done, ms. */
  readonly spentMs: number;
  /** Whether it is the user's turn. */
  readonly waiting: boolean;
}

/** "12 of 50 lines, 3 min left": the lines to come take as long as those before. */
export function progressText({ done, planned, spentMs, waiting }: Advance, t: Translate): string {
  const lines = t('{0} of {1} lines', done, planned);
  if (waiting) return t('{0}, waiting while you type', lines);
  return done === 0 ? lines : t('{0}, {1} left', lines, duration(spentMs / done * (planned - done), t));
}

/** In whole minutes, or tens of seconds below two of them. */
function duration(ms: number, t: Translate): string {
  return ms < 120_000 ? t('{0} s', Math.max(1, Math.ceil(ms / 10_000)) * 10) : t('{0} min', Math.round(ms / 60_000));
}
