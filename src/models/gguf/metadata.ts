import { failures } from '../../base/errors.ts';
import type { HeaderReader } from './headerReader.ts';
import { limits } from './limits.ts';
import { VocabularyCheck } from './vocabularyCheck.ts';

export type Scalar = number | boolean | string;

export interface ArrayShape {
  readonly type: number;
  readonly count: number;
}

export interface Metadata {
  /** Single values; strings longer than `keptStringBytes` are left out. */
  readonly values: ReadonlyMap<string, Scalar>;
  readonly arrays: ReadonlyMap<string, ArrayShape>;
  readonly vocabulary: VocabularyCheck;
}

/** GGUF's value types that hold one number or truth value, by their number. */
const scalars: ReadonlyMap<number, { readonly bytes: number; readonly read: (reader: HeaderReader) => number | boolean }> = new Map([
  [0, { bytes: 1, read: (reader: HeaderReader) => reader.u8() }],
  [1, { bytes: 1, read: (reader: HeaderReader) => reader.i8() }],
  [2, { bytes: 2, read: (reader: HeaderReader) => reader.u16() }],
  [3, { bytes: 2, read: (reader: HeaderReader) => reader.i16() }],
  [4, { bytes: 4, read: (reader: HeaderReader) => reader.u32() }],
  [5, { bytes: 4, read: (reader: HeaderReader) => reader.i32() }],
  [6, { bytes: 4, read: (reader: HeaderReader) => reader.f32() }],
  [7, { bytes: 1, read: (reader: HeaderReader) => reader.u8() !== 0 }],
  [10, { bytes: 8, read: (reader: HeaderReader) => reader.u64() }],
  [11, { bytes: 8, read: (reader: HeaderReader) => reader.i64() }],
  [12, { bytes: 8, read: (reader: HeaderReader) => reader.f64() }],
]);

export const valueTypes = { i32: 5, string: 8, array: 9 } as const;

/** A length on disk: an unsigned 64-bit number that must fit what is left of the file and its own bound. */
async function readLength(reader: HeaderReader, what: string, most: number): Promise<number> {
  await reader.need(8, what);
  const length = reader.u64();
  if (length > reader.left) throw reader.damaged(`${what} reaches past the end of the file`);
  if (length > most) throw reader.damaged(`${what} has ${length} bytes, and at most ${most} are allowed`);
  return length;
}

/** Name of a key or a tensor; empty and overlong ones are refused. */
export async function readName(reader: HeaderReader, what: string, most: number): Promise<string> {
  const length = await readLength(reader, what, most);
  if (length === 0) throw reader.damaged(`${what} is empty`);
  await reader.need(length, what);
  return reader.bytes(length).toString('utf8');
}

/** Names in messages are the file's own words: only plain characters of them are shown. */
export const plain = (text: string): string => text.replace(/[^\x20-\x7e]/gu, '?').slice(0, 80);

/** Readers that build objects from dotted keys would reach into every object through these. */
const reachesPrototype = (key: string): boolean => key.split('.').some((part) => part === '__proto__' || part === 'constructor' || part === 'prototype');

/** The key–value part of the header, `count` pairs from where the reader stands. Throws `model-damaged`. */
export async function readMetadata(reader: HeaderReader, count: number): Promise<Metadata> {
  const seen = new Set<string>();
  const values = new Map<string, Scalar>();
  const arrays = new Map<string, ArrayShape>();
  const vocabulary = new VocabularyCheck();
  for (let index = 0; index < count; index++) {
    const key = await readName(reader, `the name of key ${index + 1}`, limits.keyBytes);
    if (reachesPrototype(key)) throw reader.damaged(`the key "${plain(key)}" is not allowed`);
    if (seen.has(key)) throw reader.damaged(`the key "${plain(key)}" appears twice`);
    seen.add(key);
    await reader.need(4, `the key "${plain(key)}"`);
    const type = reader.u32();
    if (type === valueTypes.array) {
      arrays.set(key, await readArray(reader, key, vocabulary));
      continue;
    }
    const value = await readScalar(reader, key, type);
    if (value !== null) values.set(key, value);
  }
  return { values, arrays, vocabulary };
}

async function readScalar(reader: HeaderReader, key: string, type: number): Promise<Scalar | null> {
  const what = `the value of "${plain(key)}"`;
  if (type === valueTypes.string) {
    const length = await readLength(reader, what, limits.stringBytes);
    if (length > limits.keptStringBytes) {
      reader.skip(length, what);
      return null;
    }
    await reader.need(length, what);
    return reader.bytes(length).toString('utf8');
  }
  const scalar = scalars.get(type);
  if (scalar === undefined) throw reader.damaged(`${what} has the unknown type ${type}`);
  await reader.need(scalar.bytes, what);
  return scalar.read(reader);
}

async function readArray(reader: HeaderReader, key: string, vocabulary: VocabularyCheck): Promise<ArrayShape> {
  const what = `the list "${plain(key)}"`;
  await reader.need(12, what);
  const type = reader.u32();
  const count = reader.u64();
  if (count > limits.arrayItems) throw reader.damaged(`${what} has ${count} items, and at most ${limits.arrayItems} are allowed`);
  if (type === valueTypes.array) throw reader.damaged(`${what} holds lists, which GGUF does not allow`);
  if (type === valueTypes.string) {
    if (count * 8 > reader.left) throw reader.damaged(`${what} reaches past the end of the file`);
    await (key === 'tokenizer.ggml.tokens' ? vocabulary.readTokens(reader, count) : skipStrings(reader, what, count));
    return { type, count };
  }
  const item = scalars.get(type);
  if (item === undefined) throw reader.damaged(`${what} has the unknown type ${type}`);
  if (count * item.bytes > reader.left) throw reader.damaged(`${what} reaches past the end of the file`);
  if (key === 'tokenizer.ggml.token_type' && type === valueTypes.i32) await vocabulary.readTypes(reader, count);
  else reader.skip(count * item.bytes, what);
  return { type, count };
}

async function skipStrings(reader: HeaderReader, what: string, count: number): Promise<void> {
  for (let index = 0; index < count; index++) {
    if (!reader.has(8)) await reader.need(8, what);
    const length = reader.u64();
    if (length > limits.stringBytes) throw reader.damaged(`an item of ${what} is too long`);
    reader.skip(length, what);
  }
}

/** Reads typed values out of the metadata of the file at `path`. */
export class Values {
  readonly #path: string;
  readonly #values: ReadonlyMap<string, Scalar>;

  constructor(path: string, values: ReadonlyMap<string, Scalar>) {
    this.#path = path;
    this.#values = values;
  }

  string(key: string): string | null {
    const value = this.#values.get(key);
    if (value === undefined) return null;
    if (typeof value !== 'string') throw failures.modelDamaged(this.#path, `"${plain(key)}" is not a text`);
    return value;
  }

  boolean(key: string): boolean | null {
    const value = this.#values.get(key);
    if (value === undefined) return null;
    if (typeof value !== 'boolean') throw failures.modelDamaged(this.#path, `"${plain(key)}" is not a truth value`);
    return value;
  }

  /** Whether any key begins so. */
  some(prefix: string): boolean {
    return [...this.#values.keys()].some((key) => key.startsWith(prefix));
  }

  /** A whole number in [least, most]. */
  count(key: string, least: number, most: number): number | null {
    const value = this.#values.get(key);
    if (value === undefined) return null;
    if (typeof value !== 'number' || !Number.isInteger(value)) throw failures.modelDamaged(this.#path, `"${plain(key)}" is not a whole number`);
    if (value < least || value > most) throw failures.modelDamaged(this.#path, `"${plain(key)}" is ${value}, and only ${least} to ${most} make sense`);
    return value;
  }
}
