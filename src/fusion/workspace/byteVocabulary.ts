import type { Vocabulary } from '../vocabulary/vocabulary.ts';
import { endOfText } from './nextByte.ts';

const nothing = new Uint8Array(0);

/** What a document begins with. */
const start = 257;
const prefix = 258;
const suffix = 259;
const middle = 260;

/** One token for each byte, the end, and the marks around a hole; every byte is a token boundary. */
export const byteVocabulary: Vocabulary = {
  kind: 'byte-bpe',
  tokens: [...Array.from({ length: 256 }, (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`), '<end>', '<start>', '<prefix>', '<suffix>', '<middle>'],
  bytes: [...Array.from({ length: 256 }, (_, byte) => Uint8Array.of(byte)), nothing, nothing, nothing, nothing, nothing],
  endTokens: new Set([endOfText]),
  bos: start,
  dummyPrefixSpace: false,
  fim: { prefix, suffix, middle },
};

/** A path as text: what stands before the hole and in it, and what goes on behind it. */
export interface ByteText {
  readonly text: Uint8Array;
  /** Bytes of text before each position of the path, and before its end. Shape [path.length + 1]. */
  readonly lengths: Int32Array;
  /** Position from which the text fills the hole; beyond the path's end when there is none. */
  readonly hole: number;
  readonly after: Uint8Array;
}

/** A path is [start] [prefix] before, then perhaps suffix after middle and what fills the hole. */
export function textOf(path: Int32Array): ByteText {
  const text = new Uint8Array(path.length);
  const lengths = new Int32Array(path.length + 1);
  const after: number[] = [];
  let length = 0;
  let hole = path.length + 1;
  let inside = true;
  for (let at = 0; at < path.length; at += 1) {
    const id = path[at] ?? 0;
    if (id === suffix) inside = false;
    else if (id === middle) {
      inside = true;
      hole = at + 1;
    } else if (id < endOfText && inside) text[length++] = id;
    else if (id < endOfText) after.push(id);
    lengths[at + 1] = length;
  }
  return { text: text.subarray(0, length), lengths, hole, after: Uint8Array.from(after) };
}
