import type { HeaderReader } from './headerReader.ts';

/** Tokens in the largest known vocabularies: 262,144. */
const mostTokens = 2 ** 20;
const longestToken = 4096;
const byteType = 6;
export const controlType = 3;
const byteToken = /^<0x([0-9A-F]{2})>$/u;

/**
 * Looks through a vocabulary for what makes llama.cpp stop the whole process instead of refusing the file:
 * the same token twice, and byte tokens that do not name a byte. Keeps the tokens' types, not their texts.
 */
export class VocabularyCheck {
  /** Tokens in the list; null without one. */
  count: number | null = null;
  types: Uint8Array | null = null;
  readonly #byteOf = new Map<number, number>();

  async readTokens(reader: HeaderReader, count: number): Promise<void> {
    const what = 'the vocabulary';
    if (count === 0) throw reader.damaged('its vocabulary is empty');
    if (count > mostTokens) throw reader.damaged(`its vocabulary has ${count} tokens, and at most ${mostTokens} are allowed`);
    const seen = new Set<string>();
    for (let id = 0; id < count; id++) {
      if (!reader.has(8)) await reader.need(8, what);
      const length = reader.u64();
      if (length > longestToken) throw reader.damaged(`token ${id} of its vocabulary is too long`);
      if (!reader.has(length)) await reader.need(length, what);
      const token = reader.bytes(length).toString('latin1');
      // llama.cpp gives empty tokens a name of their own.
      if (length > 0 && seen.has(token)) throw reader.damaged(`token ${id} of its vocabulary is there twice`);
      seen.add(token);
      const hex = length === 6 ? byteToken.exec(token)?.[1] : undefined;
      if (hex !== undefined) this.#byteOf.set(id, parseInt(hex, 16));
    }
    this.count = count;
  }

  async readTypes(reader: HeaderReader, count: number): Promise<void> {
    if (count > mostTokens) throw reader.damaged(`its vocabulary has ${count} token types, and at most ${mostTokens} are allowed`);
    const types = new Uint8Array(count);
    for (let id = 0; id < count; id++) {
      if (!reader.has(4)) await reader.need(4, 'the token types');
      const type = reader.u32();
      types[id] = type > 255 ? 0 : type;
    }
    this.types = types;
  }

  /** The problem with the byte tokens, or null: every one must name a byte, and a SentencePiece vocabulary must have all 256. */
  byteTokenProblem(sentencePiece: boolean): string | null {
    const stray = this.types?.findIndex((type, id) => type === byteType && !this.#byteOf.has(id)) ?? -1;
    if (stray >= 0) return `token ${stray} of its vocabulary is marked as a byte and does not name one`;
    if (!sentencePiece) return null;
    const bytes = new Set(this.#byteOf.values());
    for (let byte = 0; byte < 256; byte++) {
      if (!bytes.has(byte)) return `its vocabulary has no token for the byte 0x${byte.toString(16).padStart(2, '0').toUpperCase()}`;
    }
    return null;
  }
}
