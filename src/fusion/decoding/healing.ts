import { hasAt } from '../bytes.ts';
import { ByteOrder } from '../distribution/byteOrder.ts';
import type { MemberPrompt } from '../prompt.ts';
import { tokenEnds } from '../tokenEnds.ts';
import type { FusedToken } from './fusedStep.ts';

/** The text before the cursor as the reference goes on from it. */
export interface Cursor {
  /** Reference tokens of the text that decoding starts from. */
  readonly base: Int32Array;
  /** Bytes before the cursor that generated tokens have to spell first; empty when there is nothing to heal. */
  readonly pending: Uint8Array;
  /** The tokens that stood there. */
  readonly dropped: readonly number[];
}

/** Most tokens that are taken back: a word cut in the middle can be split into a shorter beginning and the rest. */
export const mostDropped = 3;

const isWord = (byte: number | undefined): boolean => byte !== undefined && (byte === 0x5f || byte >= 0x80 || /[0-9A-Za-z]/.test(String.fromCharCode(byte)));
const isContinuation = (byte: number | undefined): boolean => ((byte ?? 0x80) & 0xc0) === 0x80;

/**
 * The last token before the cursor, when it may be the beginning of a longer one, with those before it in the same word and the word's space. A
 * tokenizer splits "x = retur" differently from "x = return", and a space at the end belongs to the word to come, so a model that is shown
 * the cut token is asked for what it has never seen. Decoding therefore starts before these tokens, with what spells their bytes and goes
 * on. Nothing is to be gained when no token of the vocabulary goes on from their bytes, or when nothing would be left to go on from.
 */
export function cursorOf({ member, before }: MemberPrompt, heal: boolean): Cursor {
  const ids = member.tokenize(before);
  const whole = { base: ids, pending: new Uint8Array(0), dropped: [] };
  if (!heal || ids.length < 2) return whole;
  const ends = tokenEnds(member.vocabulary, ids, before);
  const startOf = (count: number): number => ends.at(-1 - count) ?? 0;
  const insideWord = (at: number): boolean => isWord(before[at]) && (isWord(before[at - 1]) || before[at - 1] === 0x20);
  let count = 1;
  while (count < mostDropped && count < ids.length - 1 && insideWord(startOf(count))) count += 1;
  const goesOn = (from: Uint8Array): boolean => from.length > 0 && ByteOrder.of(member.vocabulary).goesOn(from);
  const pending = before.subarray(startOf(count));
  if (isContinuation(pending[0]) || !(goesOn(pending) || goesOn(before.subarray(startOf(1))))) return whole;
  return { base: ids.subarray(0, -count), pending, dropped: [...ids.subarray(-count)] };
}

/** Whether a token can stand where `pending` is still to be spelt: it goes on beyond all of it, or spells its beginning. */
export function fitsPending(token: Uint8Array, pending: Uint8Array): boolean {
  if (token.length === 0) return false;
  return token.length >= pending.length ? hasAt(token, pending, 0) : hasAt(pending, token, 0);
}

/** Tokens that spell the pending bytes, or a beginning of them. */
export interface Spelling {
  readonly ids: readonly number[];
  /** What they spell, beyond the pending bytes too. */
  readonly bytes: Uint8Array;
  readonly logP: number;
  readonly byMember: readonly number[];
}

/** Positions asked at most, each one forward per member. */
const mostAsked = 4;
/** Tokens followed from one position. */
const breadth = 16;

/**
 * The most probable spelling of the pending bytes, by best-first search: a beginning is worth at most its own probability, so the first whole
 * spelling to come up is the best one. A shorter token does not win for being the beginning of many words, as it would by taking the likeliest token at each
 * step. `ask` gives the candidates after a spelling, most probable first, or null when time is up. When nothing whole is found within
 * a few positions, the tokens that stood there stay. Returns the spelling, with probabilities conditional on the pending bytes as far as they were explored.
 */
export async function spell(
  { pending, dropped }: Cursor, members: number, bytesOf: (id: number) => Uint8Array, ask: (from: Spelling) => Promise<Iterable<FusedToken> | null>,
): Promise<Spelling | null> {
  const open: Spelling[] = [{ ids: [], bytes: new Uint8Array(0), logP: 0, byMember: new Array<number>(members).fill(0) }];
  const whole = (spelling: Spelling): boolean => spelling.bytes.length >= pending.length;
  const best = (): Spelling | undefined => open.reduce<Spelling | undefined>((top, one) => (top === undefined || one.logP > top.logP ? one : top), undefined);
  for (let asked = 0; asked < mostAsked; asked += 1) {
    const from = best();
    if (from === undefined || whole(from)) break;
    open.splice(open.indexOf(from), 1);
    const candidates = await ask(from);
    if (candidates === null) return null;
    let taken = 0;
    for (const { id, logP, byMember } of candidates) {
      const token = bytesOf(id);
      if (!fitsPending(token, pending.subarray(from.bytes.length))) continue;
      open.push({
        ids: [...from.ids, id],
        bytes: Uint8Array.of(...from.bytes, ...token),
        logP: from.logP + logP,
        byMember: from.byMember.map((p, k) => p + (byMember[k] ?? 0)),
      });
      taken += 1;
      if (taken === breadth) break;
    }
  }
  const complete = open.filter(whole);
  if (complete.length === 0) return { ids: dropped, bytes: pending, logP: 0, byMember: new Array<number>(members).fill(0) };
  const chosen = complete.reduce((top, one) => (one.logP > top.logP ? one : top));
  const share = (of: (spelling: Spelling) => number): number => {
    const total = open.reduce((sum, one) => sum + Math.exp(of(one)), 0);
    return total > 0 ? Math.log(Math.exp(of(chosen)) / total) : -Infinity;
  };
  return { ...chosen, logP: share((one) => one.logP), byMember: chosen.byMember.map((_, k) => share((one) => one.byMember[k] ?? 0)) };
}
