import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { failures } from '../../../../src/base/errors.ts';
import { modelNodes } from '../../../../src/editor/models/modelNodes.ts';
import type { StoredMember } from '../../../../src/models/packStore.ts';
import type { LoadReport } from '../../../../src/protocol/reports.ts';
import { buildGguf, soundModel } from '../../../support/ggufBuilder.ts';
import { plain } from '../support/places.ts';
import { emptyPack } from '../support/scriptedEngine.ts';

let folder: string;
let sound: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'packllm-nodes-'));
  sound = join(folder, 'sound.gguf');
  await writeFile(sound, buildGguf(soundModel));
});
afterEach(() => rm(folder, { recursive: true }));

const node = async (change: Partial<StoredMember> = {}, loaded: LoadReport | null = null) =>
  (await modelNodes([{ id: 'mine', path: sound, enabled: true, ...change }], { loaded, contextSize: 2048 }, plain))[0]!;

describe('a model in the view', () => {
  test('says what its file is, what it takes and where it lies', async () => {
    const { state, description, details, label } = await node({ languages: ['python', 'ruby'] });
    expect(state).toBe('waiting');
    expect(description).toBe('Q4_K_M · 0 MB · python, ruby');
    expect(label).toBe(`mine. ${description}`);
    expect(details).toContain(sound);
    expect(details.join('\n')).toMatch(/A small model \(llama\)[^]*in memory with a context of 2048 tokens[^]*Sees the text after the cursor[^]*apache-2.0[^]*python, ruby/);
  });

  test('is used, not used, or left out with the reason and the way out', async () => {
    const member = { id: 'mine', name: '', architecture: '', quantisation: '', vocabularySize: 1, tokenizer: 'byte-bpe' as const, fim: null, fimOrder: null, bytesOnDisk: 1, bytesInMemory: 1, contextSize: 1, threads: 1, gpuLayers: 0, loadMs: 1 };
    expect((await node({}, { ...emptyPack, members: [member] })).state).toBe('used');
    expect(await node({ enabled: false })).toMatchObject({ state: 'disabled', description: 'not used · Q4_K_M · 0 MB' });
    const failure = failures.overBudget('mine', 2e9, 1e9).toFailure();
    const left = await node({}, { ...emptyPack, leftOut: [{ id: 'mine', path: sound, ...failure }] });
    expect(left).toMatchObject({ state: 'left-out', description: 'left out · Q4_K_M · 0 MB', label: expect.stringContaining('2000 MB of memory, and 1000 MB are left') as string });
    expect(left.details[0]).toContain('memoryBudgetMiB');
  });

  test('whose file is gone says so', async () => expect(await node({ path: join(folder, 'gone.gguf') })).toMatchObject({ state: 'left-out', description: 'left out', label: expect.stringContaining('no model file') as string }));
});
