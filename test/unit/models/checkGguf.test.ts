import { execFileSync } from 'node:child_process';
import { copyFile, mkdtemp, open, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { PackError } from '../../../src/base/errors.ts';
import { checkGguf } from '../../../src/models/checkGguf.ts';
import { ManualClock } from '../../support/manualClock.ts';
import { buildGguf, changedModel, ggufString, soundModel, u32, u64 } from '../../support/ggufBuilder.ts';

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

describe('files that cannot be read are refused with their reason', () => {
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
    clock.advance(10_000);
    await expect(checking).rejects.toMatchObject({ code: 'model-unreadable', message: expect.stringContaining('the disk does not answer') as string });
    await checkGguf(path, clock);
    expect(clock.pending).toBe(0);
  });

  test('but one that answers slowly is waited for', async () => {
    const clock = new ManualClock();
    const path = join(folder, 'steady.gguf');
    await writeFile(path, changedModel({ 'some.list': { strings: new Array<string>(40_000).fill('x'.repeat(30)) } }));
    const file = await open(path);
    const prototype = Object.getPrototypeOf(file) as Pick<typeof file, 'read'>;
    await file.close();
    const { read } = prototype;
    const slow = vi.spyOn(prototype, 'read').mockImplementation(function (this: unknown, ...parameters: unknown[]) {
      clock.advance(8000);
      return Reflect.apply(read, this, parameters) as ReturnType<typeof read>;
    });
    try {
      expect((await checkGguf(path, clock)).architecture).toBe('llama');
      expect(clock.now()).toBeGreaterThan(30_000);
      expect(clock.pending).toBe(0);
    } finally {
      slow.mockRestore();
    }
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
});
