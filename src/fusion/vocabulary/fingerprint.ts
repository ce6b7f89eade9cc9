import type { Vocabulary } from './vocabulary.ts';

const utf8 = new TextEncoder();

/**
 * Bytes that are equal for two vocabularies exactly when every alignment with them is: the input of the hash that keys stored
 * alignments. Holds the strings, the token bytes, the kind and the special ids.
 */
export function vocabularyFingerprintInput(vocabulary: Vocabulary): Uint8Array {
  const { kind, tokens, bytes, endTokens, bos, fim } = vocabulary;
  const header = utf8.encode(JSON.stringify({ kind, tokens, endTokens: [...endTokens], bos, fim, lengths: bytes.map((b) => b.length) }));
  const input = new Uint8Array(bytes.reduce((sum, b) => sum + b.length, header.length));
  input.set(header);
  let offset = header.length;
  for (const b of bytes) {
    input.set(b, offset);
    offset += b.length;
  }
  return input;
}
