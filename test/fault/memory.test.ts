import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { engineForEachTest } from '../support/engineUnderTest.ts';
import { fault, full } from '../support/faults.ts';
import { HostProcess } from '../support/hostProcess.ts';
import { inside, line, realEntry, realPack, sourceText, starterFiles } from '../support/realEngine.ts';
import { slope } from '../support/slope.ts';

const start = engineForEachTest();

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;

let host: HostProcess | null = null;
afterEach(() => host?.kill());

/** Lets llama.cpp's bindings see a machine that has as many bytes of memory, all free, as the file says. */
const smallMachine = (file: string): string[] => inside(`
  import { readFileSync } from 'node:fs';
  const { dlopen } = process;
  const size = () => Number(readFileSync(${JSON.stringify(file)}, 'utf8'));
  process.dlopen = (module, ...rest) => {
    dlopen.call(process, module, ...rest);
    if (module.exports.getSystemMemoryInfo === undefined) return;
    module.exports = Object.create(module.exports, {
      getSystemMemoryInfo: { value: () => Promise.resolve({ total: size(), free: size(), wired: 0 }) },
      getSwapInfo: { value: () => ({ total: 0, maxSize: 0, free: 0 }) },
    });
  };`);

describe('memory in use', () => {
  it('of the engine with the starter pack is what models, contexts and 150 MB take', async () => {
    const test = start({ entry: realEntry });
    const report = await test.engine.load(realPack());
    const members = report.members.reduce((sum, { bytesInMemory }) => sum + bytesInMemory, 0);
    for (let request = 0; request < (full ? 200 : 20); request += 1) await test.engine.ask('complete', line(sourceText.slice(request * 20, 900 + request * 20)));
    const { memoryUsed } = await test.engine.ask('describe', null);
    console.log(`memory: engine ${megabytes(memoryUsed)} of RSS: ${megabytes(members)} for ${report.members.length} models and their contexts, ${megabytes(memoryUsed - members)} besides (promise 150 MB)`);
    expect(memoryUsed - members).toBeLessThan(150e6);
  });

  it('of the extension host grows by 40 MB at most', async () => {
    host = new HostProcess();
    const before = await host.ask('collect');
    const after = await host.ask('activate');
    const share = after.rss - before.rss;
    console.log(`memory: extension host ${megabytes(share)} of RSS more than without the extension, ${megabytes(after.heap - before.heap)} of them heap (promise 40 MB)`);
    expect(share).toBeLessThan(40e6);
  });
});

describe('F21: models are loaded and unloaded', () => {
  const { rounds, figure } = fault('F21', { ci: 15, all: 500, unit: 'cycles' });

  it('F21 memory returns', async () => {
    const test = start({ entry: realEntry });
    const rss: number[] = [];
    let failures = 0;
    for (let round = 0; round < rounds; round += 1) {
      const report = await test.engine.load(realPack(round % 2 === 0 ? starterFiles.slice(0, 1) : starterFiles.slice(1)));
      failures += report.leftOut.length;
      await test.engine.ask('complete', line(sourceText.slice(0, 200 + round), { maxBytes: 10 })).catch(() => (failures += 1));
      rss.push((await test.engine.ask('describe', null)).memoryUsed);
    }
    const settled = rss.slice(Math.floor(rss.length / 5));
    figure(`RSS ${megabytes(settled[0] ?? 0)} → ${megabytes(settled.at(-1) ?? 0)}, highest ${megabytes(Math.max(...settled))}, slope ${(slope(settled) / 1000).toFixed(1)} kB a cycle, ${failures} failures, "No sequences left" ${test.lines.filter((text) => text.includes('No sequences left')).length} times`);
    expect(failures).toBe(0);
    expect(test.children).toHaveLength(1);
    if (full) expect(slope(settled)).toBeLessThan(10_000);
  });
});

describe('F19: a context does not fit memory', () => {
  const { figure } = fault('F19', { ci: 1, all: 1, unit: 'round' });

  it('F19 is halved until it fits, and what does not fit at all is left out with one clear state', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'packllm-memory-'));
    try {
      const file = join(folder, 'free');
      await writeFile(file, '1e9');
      const test = start({ entry: realEntry, nodeOptions: () => smallMachine(file) });
      const [first = '', second = ''] = starterFiles;
      const settings = { contextSize: 2048, memoryBudget: 2 ** 40 };
      const whole = (await test.engine.load(realPack([first], settings))).members[0]?.contextSize ?? 0;
      const contexts: (number | null)[] = [];
      // llama.cpp's bindings keep a quarter of the memory that they saw first; the model takes another 5 MB.
      for (let free = 270; free > 246; free -= 1) {
        await writeFile(file, '1e9');
        await test.engine.load(realPack([second], settings));
        await writeFile(file, String(free * 1e6));
        const { members, leftOut } = await test.engine.load(realPack([first], settings));
        contexts.push(members[0]?.contextSize ?? null);
        expect(leftOut.map(({ code }) => code)).toEqual(members.length === 0 ? ['out-of-memory'] : []);
      }
      const sizes = [...new Set(contexts)];
      figure(`contexts of ${sizes.map((size) => (size === null ? 'none' : `${size} tokens`)).join(', ')} as memory shrinks, ${test.children.length - 1} crashes`);
      expect(sizes).toEqual([whole, whole / 2, whole / 4, null].filter((size) => sizes.includes(size)));
      expect(sizes).toContain(whole / 2);
      expect(sizes).toContain(null);
      expect(test.children).toHaveLength(1);
      expect(test.engine.state.kind).toBe('ready');
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
