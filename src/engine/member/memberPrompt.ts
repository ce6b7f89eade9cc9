import { workspaceMemberId } from '../../base/workspaceMemberId.ts';
import { concatIds } from '../../fusion/bytes.ts';
import type { MemberPrompt } from '../../fusion/prompt.ts';
import { fimFrame, plainFrame, type Frame } from '../fim/fimOrder.ts';
import type { RequestMember } from './packMember.ts';

/** Tokens of the text after the cursor at most: behind the text before it, every keystroke evaluates them anew. */
const suffixTokens = 64;
/** Enough text for that many tokens of any tokenizer in use. */
const suffixBytes = 1024;

/** Share of a member's window that is kept for what will be generated. */
const generationShare = 0.3;

const newline = 0x0a;

/** The text around a cursor, once for all members. */
export interface CursorText {
  readonly before: Buffer;
  readonly after: Buffer;
  /** Whether there is anything but white space after the cursor. */
  readonly hasAfter: boolean;
  /** Of other files, the most telling last: read before the text before the cursor, never scored. */
  readonly excerpts: readonly string[];
}

export function cursorText(before: string, after: string, excerpts: readonly string[] = []): CursorText {
  return {
    excerpts,
    before: Buffer.from(before, 'utf8'),
    after: Buffer.from(after.slice(0, suffixBytes), 'utf8'),
    hasAfter: after.trim() !== '',
  };
}

/**
 * One member’s prompt, within its own window: excerpts of other files only beside all the text before the cursor that was given. Where there is nothing after the cursor it is the text before it, in any order. The workspace knows by the
 * text after the cursor where its own ends, and predicts nothing else from it.
 */
export function memberPrompt(member: RequestMember, text: CursorText): MemberPrompt {
  const { backend, window, anchor, shelf } = member;
  const framed = text.hasAfter ? framedBy(member, text.after) : null;
  const { head, tail } = framed ?? plainFrame(backend.vocabulary);
  const room = Math.max(1, Math.floor(window * (1 - generationShare)) - head.length - tail.length);
  const before = anchor.view(text.before, room, (view) => backend.tokenize(view).length);
  const excerpts = before.length < text.before.length ? undefined : shelf?.view(text.excerpts, backend, room, backend.tokenize(before).length);
  return { member: backend, head: excerpts === undefined ? head : concatIds(head, excerpts), before, tail, seesSuffix: framed !== null && backend.id !== workspaceMemberId };
}

function framedBy({ backend, report: { fimOrder } }: Pick<RequestMember, 'backend' | 'report'>, after: Buffer): Frame | null {
  const { vocabulary } = backend;
  return vocabulary.fim === null || fimOrder === null ? null : fimFrame(vocabulary, vocabulary.fim, fimOrder, suffixOf(backend, after));
}

/** The beginning of the text after the cursor. Where it has to be cut, it ends with a line when that keeps at least half of what fits. */
function suffixOf(backend: RequestMember['backend'], after: Buffer): Int32Array {
  const all = backend.tokenize(after, true);
  if (all.length <= suffixTokens) return all;
  const fitting = all.subarray(0, suffixTokens);
  const bytes = fitting.reduce((sum, id) => sum + (backend.vocabulary.bytes[id]?.length ?? 0), 0);
  const lineEnd = after.subarray(0, bytes).lastIndexOf(newline) + 1;
  return lineEnd * 2 < bytes ? fitting : backend.tokenize(after.subarray(0, lineEnd), true).subarray(0, suffixTokens);
}
