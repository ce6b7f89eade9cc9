import { execFileSync } from 'node:child_process';
import { copyFile, mkdtemp, open, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PackError } from '../../../src/base/errors.ts';
import { checkGguf } from '../../../src/models/checkGguf.ts';
import { ManualClock } from '../../support/manualClock.ts';
import { buildGguf, changedModel, ggufString, soundModel, u32, u64, type GgufTensor } from '../../support/ggufBuilder.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'packllm-gguf-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function check(bytes: Uint8Array) {
  const path = join(folder, 'model.gguf');
  await writeFile(path, bytes);
  return checkGguf(path);
}

/** Code and problem of the refusal, or 'accepted'. */
async function verdict(bytes: Uint8Array): Promise<string> {
  try {
    await check(bytes);
    return 'accepted';
  } catch (thrown) {
    if (!(thrown instanceof PackError)) throw thrown;
    return `${thrown.code}: ${thrown.message.replace(folder, '')}`;
  }
}

describe('sound files', () => {
  test('say what they are', async () => {
    const bytes = buildGguf(soundModel);
    expect(await check(bytes)).toEqual({
      version: 3, architecture: 'llama', name: 'A small model', licence: 'apache-2.0', quantisation: 'Q4_K_M', contextLength: 2048, blocks: 2,
      width: 64, cacheBytesPerToken: 512, vocabularySize: 264, tokenizer: 'llama', fim: true, bytes: bytes.length,
    });
  });

  test.each(['typescript', 'python', 'prose'])('the %s starter is accepted and has FIM tokens', async (name) => {
    const summary = await checkGguf(`media/models/starter-${name}-q8_0.gguf`);
    expect(summary).toMatchObject({ architecture: 'llama', licence: 'apache-2.0', quantisation: 'Q8_0', fim: true, tokenizer: name === 'prose' ? 'llama' : 'gpt2' });
  });

  test('without a file type, the type of most bytes names the quantisation', async () => {
    expect(await check(changedModel({ 'general.file_type': null }))).toMatchObject({ quantisation: 'Q8_0' });
  });

  test('FIM tokens count only when the vocabulary marks them as control tokens', async () => {
    expect(await check(changedModel({ 'tokenizer.ggml.fim_mid_token_id': { u32: 263 } }))).toMatchObject({ fim: false });
    expect(await check(changedModel({ 'tokenizer.ggml.fim_mid_token_id': { u32: 4_000_000_000 } }))).toMatchObject({ fim: false });
    expect(await check(changedModel({ 'tokenizer.ggml.fim_mid_token_id': null }))).toMatchObject({ fim: false });
  });

  test('names are shown without control and direction characters', async () => {
    expect(await check(changedModel({ 'general.name': { string: 'A\u202Eb\u0007\nc' } }))).toMatchObject({ name: 'Abc' });
  });

  test('long texts and lists that matter to nobody are passed over', async () => {
    const long = { 'tokenizer.chat_template': { string: 'x'.repeat(600_000) }, 'some.list': { f32s: new Array<number>(200_000).fill(0) }, 'some.words': { strings: new Array<string>(50_000).fill('word') } };
    expect(await verdict(changedModel(long))).toBe('accepted');
  });

  test('recurrent models, models of experts and models that differ by layer need no single figures', async () => {
    const zeros = { 'llama.attention.head_count': { u32: 0 }, 'llama.feed_forward_length': { u32: 0 } };
    expect(await verdict(changedModel({ ...zeros, 'llama.ssm.state_size': { u32: 16 } }))).toBe('accepted');
    expect(await verdict(changedModel({ 'llama.expert_count': { u32: 8 }, 'llama.expert_used_count': { u32: 2 }, 'llama.feed_forward_length': null }))).toBe('accepted');
    expect(await verdict(changedModel({ 'llama.attention.head_count': { i32s: [4, 4] }, 'llama.feed_forward_length': { i32s: [128, 64] } }))).toBe('accepted');
  });

  test('another alignment and version 2 are fine', async () => {
    expect(await verdict(changedModel({ 'general.alignment': { u32: 4096 } }, { alignment: 4096, version: 2 }))).toBe('accepted');
  });
});

const tensors = (change: Partial<GgufTensor>): { readonly tensors: readonly GgufTensor[] } => ({ tensors: [soundModel.tensors[0]!, { ...soundModel.tensors[1]!, ...change }] });
const list = (type: number, count: bigint, items: Buffer = Buffer.alloc(0)) => ({ type: 9, raw: Buffer.concat([u32(type), u64(count), items]) });
const tokens = (change: (tokens: string[]) => void) => {
  const [, value] = soundModel.keys.find(([key]) => key === 'tokenizer.ggml.tokens')!;
  const copy = 'strings' in value ? [...value.strings] : [];
  change(copy);
  return { 'tokenizer.ggml.tokens': { strings: copy } };
};

const bad: readonly (readonly [what: string, bytes: Buffer, verdict: RegExp])[] = [
  ['another magic', changedModel({}, { magic: 'GGML' }), /^model-not-gguf/],
  ['three bytes', Buffer.from('GGU'), /^model-not-gguf/],
  ['only the magic', Buffer.from('GGUF'), /^model-damaged.*ends in the middle/],
  ['nothing', Buffer.alloc(0), /^model-empty/],
  ['big-endian numbers', changedModel({}, { version: 0x03000000 }), /^model-unsupported.*big-endian/],
  ['version 1', changedModel({}, { version: 1 }), /^model-unsupported.*version 1/],
  ['version 4', changedModel({}, { version: 4 }), /^model-unsupported.*version 4/],
  ['4,097 keys', changedModel({}, { keyCount: 4097n }), /^model-damaged.*4097 keys/],
  ['2^63 keys', changedModel({}, { keyCount: 2n ** 63n }), /^model-damaged.*keys/],
  ['65,537 tensors', changedModel({}, { tensorCount: 65_537n }), /^model-damaged.*65537 tensors/],
  ['no tensors', changedModel({}, { tensors: [] }), /^model-damaged.*no tensors/],
  ['more keys than there are', changedModel({}, { keyCount: 17n }), /^model-damaged/],
  ['a text of 2^31 bytes', changedModel({ 'general.name': { type: 8, raw: u64(2n ** 31n) } }), /^model-damaged.*"general.name" reaches past the end/],
  ['a text of 2^64 − 1 bytes', changedModel({ 'general.name': { type: 8, raw: u64(2n ** 64n - 1n) } }), /^model-damaged.*reaches past the end/],
  ['a text of 17 MiB', changedModel({ x: { string: 'x'.repeat(17 * 2 ** 20) } }), /^model-damaged.*at most/],
  ['a key of 257 bytes', changedModel({ ['k'.repeat(257)]: { u8: 1 } }), /^model-damaged.*257 bytes/],
  ['a key without a name', changedModel({ '': { u8: 1 } }), /^model-damaged.*empty/],
  ['a key twice', buildGguf({ ...soundModel, keys: [...soundModel.keys, soundModel.keys[1]!] }), /^model-damaged.*"general.name" appears twice/],
  ['the key __proto__', buildGguf({ ...soundModel, keys: [...soundModel.keys, ['__proto__', { u8: 1 }]] }), /^model-damaged.*"__proto__" is not allowed/],
  ['a key below __proto__', changedModel({ 'tokenizer.__proto__.x': { u8: 1 } }), /^model-damaged.*not allowed/],
  ['a key below constructor', changedModel({ 'general.constructor.prototype': { u8: 1 } }), /^model-damaged.*not allowed/],
  ['an unknown value type', changedModel({ x: { type: 13, raw: Buffer.alloc(16) } }), /^model-damaged.*unknown type 13/],
  ['a list of 2^22 + 1 items', changedModel({ x: list(0, 2n ** 22n + 1n) }), /^model-damaged.*4194305 items/],
  ['a list past the end', changedModel({ x: list(12, 2n ** 21n) }), /^model-damaged.*past the end/],
  ['a list of texts past the end', changedModel({ x: list(8, 2n ** 21n) }), /^model-damaged.*past the end/],
  ['a list of lists', changedModel({ x: list(9, 1n, Buffer.alloc(64)) }), /^model-damaged.*holds lists/],
  ['a list of an unknown type', changedModel({ x: list(99, 1n, Buffer.alloc(64)) }), /^model-damaged.*unknown type 99/],
  ['a text in a list past the end', changedModel({ x: list(8, 1n, u64(2n ** 40n)) }), /^model-damaged/],
  ['alignment 3', changedModel({ 'general.alignment': { u32: 3 } }), /^model-damaged.*general.alignment/],
  ['alignment 24', changedModel({ 'general.alignment': { u32: 24 } }), /^model-damaged.*not a power of two/],
  ['alignment 0', changedModel({ 'general.alignment': { u32: 0 } }), /^model-damaged.*general.alignment/],
  ['alignment 8,192', changedModel({ 'general.alignment': { u32: 8192 } }), /^model-damaged.*general.alignment/],
  ['an alignment that is a text', changedModel({ 'general.alignment': { string: '32' } }), /^model-damaged.*not a whole number/],
  ['513 layers', changedModel({ 'llama.block_count': { u32: 513 } }), /^model-damaged.*block_count" is 513/],
  ['no layers', changedModel({ 'llama.block_count': { u32: 0 } }), /^model-damaged.*block_count/],
  ['an infinite number of layers', changedModel({ 'llama.block_count': { f32: Infinity } }), /^model-damaged.*not a whole number/],
  ['no number of layers', changedModel({ 'llama.block_count': null }), /^model-damaged.*layers/],
  ['no context length', changedModel({ 'llama.context_length': null }), /^model-damaged.*context/],
  ['no width', changedModel({ 'llama.embedding_length': { u64: 0n } }), /^model-damaged.*embedding_length/],
  ['no attention heads', changedModel({ 'llama.attention.head_count': null }), /^model-damaged.*attention heads/],
  ['more attention heads than width', changedModel({ 'llama.attention.head_count': { u32: 65 } }), /^model-damaged.*head_count/],
  ['no key-value heads', changedModel({ 'llama.attention.head_count_kv': { u32: 0 } }), /^model-damaged.*head_count_kv/],
  ['no inner width', changedModel({ 'llama.feed_forward_length': null }), /^model-damaged.*inner layers/],
  ['more experts used than there are', changedModel({ 'llama.expert_count': { u32: 2 }, 'llama.expert_used_count': { u32: 3 } }), /^model-damaged.*expert_used_count/],
  ['an unknown position scaling', changedModel({ 'llama.rope.scaling.type': { string: 'su' } }), /^model-damaged.*position scaling/],
  ['no architecture', changedModel({ 'general.architecture': null }), /^model-damaged.*architecture/],
  ['an architecture that is a number', changedModel({ 'general.architecture': { u32: 1 } }), /^model-damaged.*not a text/],
  ['an architecture that is no name', changedModel({ 'general.architecture': { string: '../x' } }), /^model-damaged.*not a name/],
  ['an embedding architecture', changedModel({ 'general.architecture': { string: 'nomic-bert' } }), /^model-unsupported.*embedding/],
  ['a pooled model', changedModel({ 'llama.pooling_type': { u32: 3 } }), /^model-unsupported.*embedding/],
  ['a model that looks both ways', changedModel({ 'llama.attention.causal': { bool: false } }), /^model-unsupported.*embedding/],
  ['a vision part', changedModel({ 'general.architecture': { string: 'clip' } }), /^model-unsupported.*vision/],
  ['an adapter', changedModel({ 'general.type': { string: 'adapter' } }), /^model-unsupported.*adapter/],
  ['one of three parts', changedModel({ 'split.count': { u32: 3 } }), /^model-unsupported.*3 parts/],
  ['no tokenizer', changedModel({ 'tokenizer.ggml.model': null }), /^model-unsupported.*no tokenizer/],
  ['another tokenizer', changedModel({ 'tokenizer.ggml.model': { string: 'rwkv' } }), /^model-unsupported.*"rwkv"/],
  ['no vocabulary', changedModel({ 'tokenizer.ggml.tokens': null }), /^model-unsupported.*no vocabulary/],
  ['a vocabulary of numbers', changedModel({ 'tokenizer.ggml.tokens': { i32s: [1, 2] } }), /^model-unsupported.*no vocabulary/],
  ['an empty vocabulary', changedModel({ 'tokenizer.ggml.tokens': { strings: [] } }), /^model-damaged.*vocabulary is empty/],
  ['a token twice', changedModel(tokens((all) => (all[263] = all[262]!))), /^model-damaged.*token 263.*twice/],
  ['a token of 5,000 bytes', changedModel(tokens((all) => (all[263] = 'x'.repeat(5000)))), /^model-damaged.*token 263.*too long/],
  ['a byte token that is no byte', changedModel(tokens((all) => (all[6] = '<0xZZ>'))), /^model-damaged.*token 6.*byte/],
  ['a byte token too short to hold one', changedModel(tokens((all) => (all[6] = '<'))), /^model-damaged.*token 6.*byte/],
  ['a missing byte token', changedModel({ ...tokens((all) => (all[6] = 'x')), 'tokenizer.ggml.token_type': null }), /^model-damaged.*byte 0x00/],
  ['fewer token types than tokens', changedModel({ 'tokenizer.ggml.token_type': { i32s: [1, 1] } }), /^model-damaged.*2 items for 264 tokens/],
  ['fewer scores than tokens', changedModel({ 'tokenizer.ggml.scores': { f32s: [1] } }), /^model-damaged.*1 items for 264 tokens/],
  ['byte-level BPE without merges', changedModel({ 'tokenizer.ggml.model': { string: 'gpt2' } }), /^model-damaged.*merges/],
  ['a tensor without dimensions', changedModel({}, tensors({ dimensions: [] })), /^model-damaged.*0 dimensions/],
  ['a tensor of 5 dimensions', changedModel({}, tensors({ dimensions: [1, 1, 1, 1, 1] })), /^model-damaged.*5 dimensions/],
  ['a dimension of size 0', changedModel({}, tensors({ dimensions: [64, 0] })), /^model-damaged.*size 0/],
  ['a tensor larger than any disk', changedModel({}, tensors({ dimensions: [2 ** 40, 2 ** 40] })), /^model-damaged.*too large/],
  ['a tensor past the end', changedModel({}, tensors({ dimensions: [64, 2] })), /^model-damaged.*"output_norm.weight" reaches past the end/],
  ['an offset past the end', changedModel({}, tensors({ offset: 2n ** 40n })), /^model-damaged.*reaches past the end/],
  ['an offset of 2^64 − 32', changedModel({}, tensors({ offset: 2n ** 64n - 32n })), /^model-damaged.*reaches past the end/],
  ['tensors that overlap', changedModel({}, tensors({ offset: 0n })), /^model-damaged.*does not follow/],
  ['an unknown tensor type', changedModel({}, tensors({ type: 4 })), /^model-damaged.*unknown type 4/],
  ['rows that are no whole blocks', changedModel({}, tensors({ type: 8, dimensions: [33] })), /^model-damaged.*blocks of 32/],
  ['a tensor twice', changedModel({}, tensors({ name: 'token_embd.weight' })), /^model-damaged.*appears twice/],
  ['a tensor name of 64 bytes', changedModel({}, tensors({ name: 'n'.repeat(64) })), /^model-damaged.*64 bytes/],
];

describe('unsound files are refused with their reason', () => {
  test.each(bad)('%s', async (_, bytes, expected) => {
    expect(await verdict(bytes)).toMatch(expected);
  });

  test('a missing file, a folder, a path through a file and a name that no file can have', async () => {
    const codes = await Promise.all([join(folder, 'nowhere.gguf'), folder, 'package.json/x.gguf', 'zero\0.gguf', 'x'.repeat(5000)]
      .map((path) => checkGguf(path).then(() => 'accepted', (thrown: unknown) => (thrown instanceof PackError ? thrown.code : thrown))));
    expect(codes).toEqual(['model-missing', 'model-not-gguf', 'model-missing', 'model-missing', 'model-missing']);
  });

  test.skipIf(process.platform === 'win32')('a pipe in the file system (Windows has none) does not hold the check up', async () => {
    const pipe = join(folder, 'pipe.gguf');
    execFileSync('mkfifo', [pipe]);
    await expect(checkGguf(pipe)).rejects.toMatchObject({ code: 'model-not-gguf' });
  });

  test('a disk that does not answer', async () => {
    const clock = new ManualClock();
    const path = join(folder, 'slow.gguf');
    await writeFile(path, buildGguf(soundModel));
    const checking = checkGguf(path, clock);
    clock.advance(5000);
    await expect(checking).rejects.toMatchObject({ code: 'model-unreadable', message: expect.stringContaining('5000 ms') as string });
    await checkGguf(path, clock);
    expect(clock.pending).toBe(0);
  });

  test('a header of more than 64 MiB', async () => {
    const path = join(folder, 'large.gguf');
    const file = await open(path, 'w');
    const texts = 5;
    await file.write(Buffer.concat([Buffer.from('GGUF'), u32(3), u64(1n), u64(BigInt(texts))]));
    for (let index = 0; index < texts; index++) {
      const text = ggufString('x'.repeat(2000));
      const items = Buffer.concat(new Array<Buffer>(8000).fill(text));
      await file.write(Buffer.concat([ggufString(`list${index}`), u32(9), u32(8), u64(8000n), items]));
    }
    await file.close();
    await expect(checkGguf(path)).rejects.toMatchObject({ code: 'model-damaged', message: expect.stringContaining('64 MiB') as string });
  });
});

describe('any damage ends in a refusal or an acceptance', () => {
  test('every truncation of a small model is refused', async () => {
    const whole = buildGguf(soundModel);
    const path = join(folder, 'truncated.gguf');
    await writeFile(path, whole);
    const headerEnd = whole.length - 2 * 34 * 264 - 256;
    for (let size = whole.length - 1; size >= 0; size -= size > headerEnd ? 997 : 7) {
      await truncate(path, size);
      await expect(checkGguf(path)).rejects.toBeInstanceOf(PackError);
    }
  });

  test('truncations of a starter model are refused', async () => {
    const path = join(folder, 'truncated-starter.gguf');
    await copyFile('media/models/starter-typescript-q8_0.gguf', path);
    const { size } = await stat(path);
    for (let step = 99; step >= 0; step--) {
      await truncate(path, Math.floor((size * step ** 2) / 10_000));
      await expect(checkGguf(path)).rejects.toBeInstanceOf(PackError);
    }
  });

  test.each(['typescript', 'prose'])('random changes to the header of the %s starter', async (name) => {
    const path = join(folder, `mutated-${name}.gguf`);
    await copyFile(`media/models/starter-${name}-q8_0.gguf`, path);
    const original = (await readFile(path)).subarray(0, 130_000);
    const file = await open(path, 'r+');
    const place = fc.oneof(fc.integer({ min: 0, max: 1500 }), fc.integer({ min: 0, max: original.length - 9 }));
    const patch = fc.record({ place, bytes: fc.oneof(fc.uint8Array({ minLength: 1, maxLength: 8 }), fc.constantFrom(new Uint8Array(8), new Uint8Array(8).fill(255), new Uint8Array([0, 0, 0, 128]))) });
    await fc.assert(fc.asyncProperty(fc.array(patch, { minLength: 1, maxLength: 6 }), async (patches) => {
      await file.write(original, 0, original.length, 0);
      for (const { place: at, bytes } of patches) await file.write(bytes, 0, bytes.length, at);
      try {
        await checkGguf(path);
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(PackError);
      }
    }), { numRuns: 300, seed: 20_261_124 });
    await file.close();
  });

  test('random files that begin like a model', async () => {
    const path = join(folder, 'random.gguf');
    await fc.assert(fc.asyncProperty(fc.integer({ min: 2, max: 3 }), fc.bigInt({ min: 0n, max: 40n }), fc.uint8Array({ maxLength: 400 }), async (version, keyCount, rest) => {
      await writeFile(path, Buffer.concat([Buffer.from('GGUF'), u32(version), u64(1n), u64(keyCount), rest]));
      await expect(checkGguf(path)).rejects.toBeInstanceOf(PackError);
    }), { numRuns: 200, seed: 20_261_124 });
  });
});
