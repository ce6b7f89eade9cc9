import { concatBytes, concatIds } from '../bytes.ts';
import type { MemberPrompt } from '../prompt.ts';
import { tokenEnds } from '../tokenEnds.ts';
import type { ScoredTokens } from './chunks.ts';

/**
 * How one member predicted `text` where its prompt ends. Without a tail the text before the cursor and `text` are one to the tokenizer, and a token that crosses
 * the cursor is scored whole; behind a tail `text` stands alone.
 */
export async function readContinuation(prompt: MemberPrompt, text: Uint8Array, signal: AbortSignal): Promise<ScoredTokens> {
  const { member, head, tail, before } = prompt;
  const alone = tail.length > 0;
  const whole = alone ? text : concatBytes(before, text);
  const ids = member.tokenize(whole, alone);
  const ends = tokenEnds(member.vocabulary, ids, whole);
  const starts = Int32Array.from(ids, (_, index) => (index === 0 ? 0 : (ends[index - 1] ?? 0)) - whole.length);
  const path = alone ? concatIds(head, member.tokenize(before), tail, ids) : concatIds(head, ids);
  const leading = path.length - ids.length;
  let first = leading > 0 ? 0 : 1;
  while (first < ids.length && (ends[first] ?? 0) <= whole.length - text.length) first += 1;
  return { starts, first, logP: first < ids.length ? await member.score(path, leading + first, signal) : new Float64Array(0) };
}
