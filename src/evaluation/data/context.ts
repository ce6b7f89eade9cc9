import { wholeCodePoints } from '../../fusion/bytes.ts';
import type { Random } from '../../base/random.ts';

/** A cursor in a text whose continuation is known. */
export interface Context {
  readonly id: string;
  readonly domain: string;
  readonly before: string;
  readonly after: string;
  readonly continuation: string;
  /** Absolute path of the file that it is from, where it is from one. */
  readonly document?: string;
}

/** A continuation ends with the line that reaches the first of these lengths, at the second at the latest. Bytes. */
const shortest = 64;
const longest = 100;
const newline = 0x0a;

/** Where a UTF-8 text may be cut: `at`, or a few bytes before it. */
function cutBefore(bytes: Buffer, at: number): number {
  return wholeCodePoints(bytes.subarray(0, at));
}

/** The text that really follows at `at`: 64 bytes and what is left of their line, 100 at most; null when too little does. */
export function continuationAt(bytes: Buffer, at: number): string | null {
  const lineEnd = bytes.indexOf(newline, at + shortest - 1);
  const end = lineEnd >= 0 && lineEnd < at + longest ? lineEnd + 1 : cutBefore(bytes, at + longest);
  const text = bytes.subarray(at, Math.min(end, bytes.length)).toString('utf8');
  return Buffer.byteLength(text) >= shortest && text.trim() !== '' ? text : null;
}

/** A random place in a text, with up to `promptBytes` before it; null when the text has none. */
export function cutAnywhere(bytes: Buffer, promptBytes: number, random: Random): Pick<Context, 'before' | 'continuation'> & { readonly at: number } | null {
  const room = bytes.length - promptBytes - longest;
  if (room < 0) return null;
  const at = cutBefore(bytes, promptBytes + Math.floor(random() * (room + 1)));
  const continuation = continuationAt(bytes, at);
  const from = cutBefore(bytes, at - promptBytes);
  return continuation === null ? null : { at, before: bytes.subarray(Math.max(0, from), at).toString('utf8'), continuation };
}
