/** A value of a GGUF key: a single one by its type, a list, or raw bytes after the type number. */
export type GgufValue =
  | { readonly u8: number }
  | { readonly u32: number }
  | { readonly i32: number }
  | { readonly f32: number }
  | { readonly u64: bigint }
  | { readonly bool: boolean }
  | { readonly string: string }
  | { readonly strings: readonly string[] }
  | { readonly i32s: readonly number[] }
  | { readonly f32s: readonly number[] }
  | { readonly type: number; readonly raw: Buffer };

export interface GgufTensor {
  readonly name: string;
  readonly dimensions: readonly number[];
  /** ggml's number of the type; 0 is F32. */
  readonly type: number;
  readonly bytes: number;
  /** Place of the data; after the tensor before when left out. */
  readonly offset?: bigint;
}

export interface GgufParts {
  readonly magic: string;
  readonly version: number;
  readonly keys: readonly (readonly [key: string, value: GgufValue])[];
  readonly tensors: readonly GgufTensor[];
  /** What the file claims to have; its real numbers when left out. */
  readonly keyCount?: bigint;
  readonly tensorCount?: bigint;
  readonly alignment: number;
  /** Bytes of tensor data in the file; as many as the tensors need when left out. */
  readonly dataBytes?: number;
}

export const u32 = (value: number): Buffer => {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value);
  return buffer;
};

export const u64 = (value: bigint): Buffer => {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64LE(value);
  return buffer;
};

export const ggufString = (text: string): Buffer => Buffer.concat([u64(BigInt(Buffer.byteLength(text))), Buffer.from(text)]);

const i32 = (value: number): Buffer => u32(value >>> 0);
const f32 = (value: number): Buffer => {
  const buffer = Buffer.alloc(4);
  buffer.writeFloatLE(value);
  return buffer;
};
const list = (type: number, items: readonly Buffer[]): Buffer => Buffer.concat([u32(9), u32(type), u64(BigInt(items.length)), ...items]);

function encode(value: GgufValue): Buffer {
  if ('u8' in value) return Buffer.concat([u32(0), Buffer.of(value.u8)]);
  if ('u32' in value) return Buffer.concat([u32(4), u32(value.u32)]);
  if ('i32' in value) return Buffer.concat([u32(5), i32(value.i32)]);
  if ('f32' in value) return Buffer.concat([u32(6), f32(value.f32)]);
  if ('u64' in value) return Buffer.concat([u32(10), u64(value.u64)]);
  if ('bool' in value) return Buffer.concat([u32(7), Buffer.of(value.bool ? 1 : 0)]);
  if ('string' in value) return Buffer.concat([u32(8), ggufString(value.string)]);
  if ('strings' in value) return list(8, value.strings.map(ggufString));
  if ('i32s' in value) return list(5, value.i32s.map(i32));
  if ('f32s' in value) return list(6, value.f32s.map(f32));
  return Buffer.concat([u32(value.type), value.raw]);
}

const padded = (bytes: number, alignment: number): number => Math.ceil(bytes / alignment) * alignment;

/** The bytes of a GGUF file with these parts, sound or not; the tensor data are zeros. */
export function buildGguf(parts: GgufParts): Buffer {
  let next = 0;
  const tensors = parts.tensors.map(({ name, dimensions, type, bytes, offset }) => {
    const at = offset ?? BigInt(next);
    next = padded(next, parts.alignment) + padded(bytes, parts.alignment);
    return Buffer.concat([ggufString(name), u32(dimensions.length), ...dimensions.map((size) => u64(BigInt(size))), u32(type), u64(at)]);
  });
  const header = Buffer.concat([
    Buffer.from(parts.magic, 'latin1'), u32(parts.version),
    u64(parts.tensorCount ?? BigInt(tensors.length)), u64(parts.keyCount ?? BigInt(parts.keys.length)),
    ...parts.keys.flatMap(([key, value]) => [ggufString(key), encode(value)]),
    ...tensors,
  ]);
  const last = parts.tensors.at(-1);
  const needed = last === undefined ? 0 : next - padded(last.bytes, parts.alignment) + last.bytes;
  return Buffer.concat([header, Buffer.alloc(padded(header.length, parts.alignment) - header.length), Buffer.alloc(parts.dataBytes ?? needed)]);
}

const byteTokens = Array.from({ length: 256 }, (_, byte) => `<0x${byte.toString(16).padStart(2, '0').toUpperCase()}>`);

/** A small, sound SentencePiece model. */
export const soundModel: GgufParts = {
  magic: 'GGUF',
  version: 3,
  alignment: 32,
  keys: [
    ['general.architecture', { string: 'llama' }],
    ['general.name', { string: 'A small model' }],
    ['general.license', { string: 'apache-2.0' }],
    ['general.file_type', { u32: 15 }],
    ['llama.context_length', { u32: 2048 }],
    ['llama.embedding_length', { u32: 64 }],
    ['llama.block_count', { u32: 2 }],
    ['llama.feed_forward_length', { u32: 128 }],
    ['llama.attention.head_count', { u32: 4 }],
    ['tokenizer.ggml.model', { string: 'llama' }],
    ['tokenizer.ggml.tokens', { strings: ['<unk>', '<s>', '</s>', '<PRE>', '<SUF>', '<MID>', ...byteTokens, '▁the', '▁of'] }],
    ['tokenizer.ggml.scores', { f32s: new Array<number>(264).fill(-1) }],
    ['tokenizer.ggml.token_type', { i32s: [2, 3, 3, 3, 3, 3, ...new Array<number>(256).fill(6), 1, 1] }],
    ['tokenizer.ggml.fim_pre_token_id', { u32: 3 }],
    ['tokenizer.ggml.fim_suf_token_id', { u32: 4 }],
    ['tokenizer.ggml.fim_mid_token_id', { u32: 5 }],
  ],
  tensors: [
    { name: 'token_embd.weight', dimensions: [64, 264], type: 8, bytes: 2 * 34 * 264 },
    { name: 'output_norm.weight', dimensions: [64], type: 0, bytes: 256 },
  ],
};

/** The sound model with some keys set to other values (null leaves a key out) and other parts replaced. */
export function changedModel(keys: Readonly<Record<string, GgufValue | null>>, parts: Partial<GgufParts> = {}): Buffer {
  const kept = soundModel.keys.filter(([key]) => !(key in keys));
  const added = Object.entries(keys).flatMap(([key, value]): [string, GgufValue][] => (value === null ? [] : [[key, value]]));
  return buildGguf({ ...soundModel, keys: [...kept, ...added], ...parts });
}
