import { byteOf } from './byteAlphabet.ts';
import type { TokenizerKind } from './vocabulary.ts';

/** `tokenizer.ggml.token_type` of a GGUF file. */
export const tokenType = { normal: 1, unknown: 2, control: 3, userDefined: 4, unused: 5, byte: 6 } as const;

const utf8 = new TextEncoder();
const none = new Uint8Array(0);

/**
 * The bytes that a token adds to a text. Control, unknown and unused tokens add none; user-defined ones stand for themselves;
 * the others are spelt in the byte alphabet (byte-level BPE) or with `▁` for a space and `<0xNN>` for a byte (SentencePiece).
 * A character outside the byte alphabet stands for itself.
 */
export function tokenBytes(kind: TokenizerKind, token: string, type: number): Uint8Array {
  switch (type) {
    case tokenType.unknown:
    case tokenType.control:
    case tokenType.unused:
      return none;
    case tokenType.userDefined:
      return utf8.encode(token);
    default:
      return kind === 'byte-bpe' ? byteLevel(token) : sentencePiece(token, type);
  }
}

function byteLevel(token: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of token) {
    const byte = byteOf(character.codePointAt(0) ?? 0);
    if (byte === undefined) bytes.push(...utf8.encode(character));
    else bytes.push(byte);
  }
  return Uint8Array.from(bytes);
}

function sentencePiece(token: string, type: number): Uint8Array {
  const byte = type === tokenType.byte ? fallbackByte(token) : null;
  return byte === null ? utf8.encode(token.replaceAll('▁', ' ')) : Uint8Array.of(byte);
}

/** The byte named by a SentencePiece byte-fallback token such as `<0x0A>`, or null for any other string. */
export function fallbackByte(token: string): number | null {
  const digits = /^<0x([0-9A-Fa-f]{2})>$/.exec(token)?.[1];
  return digits === undefined ? null : Number.parseInt(digits, 16);
}
