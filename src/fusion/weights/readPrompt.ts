import { concatIds } from '../bytes.ts';
import type { Distribution } from '../member.ts';
import type { MemberPrompt } from '../prompt.ts';
import { tokenEnds } from '../tokenEnds.ts';
import type { MemberFit } from './weighting.ts';

/** One member's exact reading of the end of the text before the cursor, in its own tokens. */
export interface Reading {
  readonly prompt: MemberPrompt;
  /** `head` and the own tokens of `before`. */
  readonly path: Int32Array;
  /** Own tokens of `before`. */
  readonly ids: Int32Array;
  /**
   * Where each own token begins, in bytes from the cursor (negative): members see different beginnings of the text, all end at the cursor.
   * Shape [ids.length].
   */
  readonly starts: Int32Array;
  /** Index of the first scored own token; `ids.length` when there is none. */
  readonly first: number;
  /** ln p of ids[first…]. */
  readonly logP: Float64Array;
  /** What predicts ids[first…], where it was asked for. */
  readonly listed: readonly Distribution[] | null;
  readonly fit: MemberFit;
}

/**
 * Scores the own tokens that begin in the last `windowBytes` of `before`. The very first token of a path is never scored, for nothing
 * predicts it; behind a BOS or FIM marker the first token of the text is. With `topK`, also lists what predicts them, evaluated in the same pass.
 */
export async function readPrompt(prompt: MemberPrompt, windowBytes: number, topK: number | null, signal: AbortSignal): Promise<Reading> {
  const { member, head, before } = prompt;
  const ids = member.tokenize(before);
  const ends = tokenEnds(member.vocabulary, ids, before);
  const starts = Int32Array.from(ids, (_, index) => (index === 0 ? 0 : (ends[index - 1] ?? 0)) - before.length);
  const path = concatIds(head, ids);
  let first = head.length > 0 ? 0 : 1;
  while (first < ids.length && (starts[first] ?? 0) < -windowBytes) first += 1;
  if (first >= ids.length) return { prompt, path, ids, starts, first: ids.length, logP: new Float64Array(0), listed: null, fit: { nats: 0, tokens: 0, bytes: 0 } };
  const from = head.length + first;
  const listed = topK === null ? null : await member.predict(path, from, topK, signal);
  const logP = await member.score(path, from, signal);
  const nats = -logP.reduce((sum, value) => sum + value, 0);
  return { prompt, path, ids, starts, first, logP, listed, fit: { nats, tokens: logP.length, bytes: -(starts[first] ?? 0) } };
}
