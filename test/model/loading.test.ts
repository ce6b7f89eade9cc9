import { copyFile, mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planLoad } from '../../src/engine/loading/loadPlan.ts';
import type { Engine } from '../../src/host/engine.ts';
import { checkGguf } from '../../src/models/checkGguf.ts';
import type { LoadProgress } from '../../src/protocol/requests.ts';
import { forkedEngine } from './forkedEngine.ts';
import { defaults } from '../../src/protocol/settings.ts';
import { completing, kinds, loadRequest, starter, starterPack, starterPath, weighing } from './starterPack.ts';

describe('loading a pack into the engine process', () => {
  let engine: Engine;
  let folder: string;
  beforeAll(async () => {
    engine = await forkedEngine();
    folder = await mkdtemp(join(tmpdir(), 'packllm-models-'));
  });
  afterAll(async () => {
    engine.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  it('reports every member as it was loaded, with progress up to ready', async () => {
    const seen: LoadProgress[] = [];
    const report = await engine.load(await loadRequest(starterPack(), { threads: kinds.length }), { onValue: (progress) => void seen.push(progress) });
    expect(report.leftOut).toEqual([]);
    expect(report.members.map(({ id }) => id)).toEqual(kinds.map((kind) => `starter-${kind}`));
    for (const [index, member] of report.members.entries()) {
      const { architecture, contextLength } = await checkGguf(starterPath(kinds[index]!));
      expect(member).toMatchObject({ architecture, quantisation: 'Q8_0', contextSize: Math.min(contextLength, defaults.engine.contextSize), threads: 1, gpuLayers: 0 });
      expect(member.name).toMatch(/starter/i);
      expect(member.bytesInMemory).toBeGreaterThan(member.bytesOnDisk / 2);
      expect(member.fim?.middle).toMatch(/middle/);
    }
    expect(report.members.map(({ tokenizer }) => tokenizer)).toEqual(['byte-bpe', 'byte-bpe', 'sentencepiece']);
    expect(new Set(report.members.map(({ vocabularySize }) => vocabularySize)).size).toBe(3);
    for (const kind of kinds) {
      const states = seen.filter(({ id }) => id === `starter-${kind}`).map(({ state }) => state);
      expect([states[0], states.at(-1)]).toEqual(['loading', 'ready']);
    }
    expect(report.engine).toMatchObject({ device: 'cpu' });
    expect(report.engine.memoryUsed).toBeGreaterThan(0);
  });

  it('keeps the members that a new pack has in common with the old one', async () => {
    const seen: LoadProgress[] = [];
    await engine.load(await loadRequest([starter('typescript')], { threads: 1 }));
    await engine.ask('weights', weighing('const a = 1;\n'.repeat(20)));
    const report = await engine.load(await loadRequest([starter('typescript'), starter('prose')], { threads: 2 }), { onValue: (progress) => void seen.push(progress) });
    expect(report.members).toHaveLength(2);
    expect(seen.filter(({ id }) => id === 'starter-typescript').map(({ state }) => state)).toEqual(['ready']);
    const { members } = await engine.ask('weights', weighing('const a = 1;\n'.repeat(20)));
    expect(members[0]?.tokensEvaluated).toBe(0);
    expect(members[1]?.tokensEvaluated).toBeGreaterThan(0);
  });

  const bad: readonly { readonly what: string; readonly code: string; readonly make: (path: string) => Promise<void> }[] = [
    { what: 'missing', code: 'model-missing', make: () => Promise.resolve() },
    { what: 'empty', code: 'model-empty', make: (path) => writeFile(path, '') },
    { what: 'of random bytes', code: 'model-not-gguf', make: (path) => writeFile(path, Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 2654435761) >>> 24))) },
    { what: 'truncated in its header', code: 'model-damaged', make: (path) => truncated(path, () => 20_000) },
    { what: 'truncated in its tensors', code: 'model-damaged', make: (path) => truncated(path, (bytes) => bytes * 0.6) },
    { what: 'of an embedding model', code: 'model-unsupported', make: (path) => renamed(path, 'bert') },
    { what: 'of an architecture that nobody knows', code: 'model-unsupported', make: (path) => renamed(path, 'lxyzq') },
  ];

  it.each(bad)('leaves out a file that is $what, with one clear failure, and goes on with the rest', async ({ what, code, make }) => {
    const path = join(folder, `${what.replaceAll(' ', '-')}.gguf`);
    await make(path);
    const report = await engine.load(await loadRequest([{ id: 'bad', path }, starter('typescript')]));
    expect(report.members.map(({ id }) => id)).toEqual(['starter-typescript']);
    expect(report.leftOut).toHaveLength(1);
    expect(report.leftOut[0]).toMatchObject({ id: 'bad', path, code });
    expect(report.leftOut[0]?.message).toContain(path);
    expect(report.leftOut[0]?.fix).toMatch(/\.$/);
    const { members } = await engine.ask('complete', completing('export function add(a: number, b: number): number {\n  return a', { maxBytes: 8 }));
    expect(members.map(({ id, weight }) => [id, weight])).toEqual([['starter-typescript', 1]]);
  });

  it('reports an empty pack and answers what follows with no-members', async () => {
    const report = await engine.load(await loadRequest([{ id: 'gone', path: join(folder, 'gone.gguf') }]));
    expect(report.members).toEqual([]);
    await expect(engine.ask('complete', completing('a'))).rejects.toMatchObject({ code: 'no-members' });
  });

  it('leaves out what does not fit the memory budget, the first members first', async () => {
    const [first, second, third] = (await planLoad(await loadRequest(starterPack()), Infinity)).members.map(({ estimate }) => estimate);
    const report = await engine.load(await loadRequest(starterPack(), { memoryBudget: Math.round(first! + second! + third! / 2) }));
    expect(report.members.map(({ id }) => id)).toEqual(['starter-typescript', 'starter-python']);
    expect(report.leftOut).toMatchObject([{ id: 'starter-prose', code: 'out-of-memory' }]);
  });

  async function truncated(path: string, length: (bytes: number) => number): Promise<void> {
    await copyFile(starterPath('python'), path);
    await truncate(path, Math.floor(length((await stat(path)).size)));
  }

  /** A starter model that says it is of another architecture; with a name as long as the real one, its keys say so too. */
  async function renamed(path: string, name: string): Promise<void> {
    const bytes = await readFile(starterPath('typescript'));
    const at = bytes.indexOf('general.architecture') + 'general.architecture'.length + 4;
    const real = bytes.toString('latin1', at + 8, at + 8 + Number(bytes.readBigUInt64LE(at)));
    if (name.length === real.length) {
      for (let key = bytes.indexOf(`${real}.`); key >= 0; key = bytes.indexOf(`${real}.`)) bytes.write(name, key);
    }
    const value = Buffer.alloc(8 + name.length);
    value.writeBigUInt64LE(BigInt(name.length));
    value.write(name, 8);
    await writeFile(path, Buffer.concat([bytes.subarray(0, at), value, bytes.subarray(at + 8 + real.length)]));
  }
});
