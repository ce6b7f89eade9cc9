import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { continuationAt } from '../../../src/evaluation/data/context.ts';
import { readContexts, type Sampling } from '../../../src/evaluation/data/contexts.ts';
import { parseExclusions } from '../../../src/evaluation/data/exclusions.ts';
import { readFimTasks } from '../../../src/evaluation/data/fimTasks.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'packllm-data-'));
});
afterEach(() => rm(folder, { recursive: true }));

const sampling: Sampling = { sample: 5, seed: 1, promptBytes: 200, excluded: () => false };
const text = (word: string): string => Array.from({ length: 120 }, (_, index) => `${word} héllo ${index * 7919} wörld`).join('\n');

async function write(path: string, content: string): Promise<string> {
  const whole = join(folder, path);
  await mkdir(join(whole, '..'), { recursive: true });
  await writeFile(whole, content);
  return whole;
}

describe('contexts of a folder', () => {
  it('are cut at the same places for the same seed, whole code points, within their bounds', async () => {
    await write('one/a.txt', text('a'));
    await write('one/b.txt', text('b'));
    await write('two/c.md', text('c'));
    const contexts = await readContexts(folder, sampling);
    expect(contexts).toEqual(await readContexts(folder, sampling));
    expect(contexts.map(({ id }) => id)).not.toEqual((await readContexts(folder, { ...sampling, seed: 2 })).map(({ id }) => id));
    expect(contexts.slice(0, 4).map(({ domain }) => domain)).toEqual(['one', 'two', 'one', 'two']);
    for (const { before, continuation } of contexts) {
      expect(before + continuation).not.toContain('\uFFFD');
      expect(Buffer.byteLength(before)).toBeGreaterThanOrEqual(196);
      expect(Buffer.byteLength(before)).toBeLessThanOrEqual(203);
      expect(Buffer.byteLength(continuation)).toBeGreaterThanOrEqual(64);
      expect(Buffer.byteLength(continuation)).toBeLessThanOrEqual(100);
      const [own] = [before + continuation].filter((both) => [text('a'), text('b'), text('c')].some((whole) => whole.includes(both)));
      expect(own).toBeDefined();
    }
  });

  it('a smaller sample is the beginning of a larger one', async () => {
    await write('one/a.txt', text('a'));
    const all = await readContexts(folder, sampling);
    expect(await readContexts(folder, { ...sampling, sample: 2 })).toEqual(all.slice(0, 2));
  });

  it('leave out what is excluded', async () => {
    await write('one/a.txt', text('a'));
    const [first, ...others] = await readContexts(folder, sampling);
    const left = await readContexts(folder, { ...sampling, sample: 4, excluded: parseExclusions(`# seen\none ${first?.id ?? ''}\n`) });
    expect(left).toEqual(others.slice(0, 4));
  });

  it('say what is wrong with data that cannot be used', async () => {
    await expect(readContexts(join(folder, 'none'), sampling)).rejects.toMatchObject({ code: 'document-unreadable' });
    await write('one/short.txt', 'short');
    await expect(readContexts(folder, sampling)).rejects.toMatchObject({ code: 'document-unreadable' });
    await expect(readContexts(await write('bad.jsonl', '{"before": 1}\n'), sampling)).rejects.toThrow(/line 1/u);
  });
});

it('a continuation ends with its line when the line is long enough and short enough', () => {
  const line = 'x'.repeat(70);
  expect(continuationAt(Buffer.from(`${line}\nmore`), 0)).toBe(`${line}\n`);
  expect(continuationAt(Buffer.from('y'.repeat(300)), 0)).toBe('y'.repeat(100));
  expect(continuationAt(Buffer.from(`${'z'.repeat(40)}\n${line}\n`), 0)).toBe(`${'z'.repeat(40)}\n${'x'.repeat(59)}`);
  expect(continuationAt(Buffer.from(' '.repeat(90)), 0)).toBeNull();
  expect(continuationAt(Buffer.from('short'), 0)).toBeNull();
});

it('rows of the MBXP family become contexts', async () => {
  const solution = `\treturn ${'a + '.repeat(20)}b;\n};\n`;
  const path = await write('mbtsp_release_v1.2.jsonl', `${JSON.stringify({ task_id: 'MBTSP/1', prompt: 'const f = () => {\n', canonical_solution: solution })}\n${JSON.stringify({ task_id: 'MBTSP/2', prompt: '', canonical_solution: null })}\n`);
  expect(await readContexts(path, sampling)).toEqual([{ id: 'MBTSP/1', domain: 'mbtsp_release_v1.2', before: 'const f = () => {\n', after: '', continuation: `\treturn ${'a + '.repeat(20)}b;\n` }]);
  await expect(readContexts(path, { ...sampling, excluded: parseExclusions('mbtsp MBTSP/1') })).rejects.toThrow();
});

it('holes of one line get back the line ends around them; brackets alone are left out', async () => {
  const rows = [
    { name: 'a', language: 'js', prompt: 'let a;', suffix: 'return a;', canonical_solution: '  a = 1;' },
    { name: 'b', language: 'js', prompt: 'x', suffix: 'y', canonical_solution: '  }' },
    { id: 'c', prefix: 'let c = ', suffix: ';\n', target: 'call()' },
    { id: 'd', prefix: '', suffix: '', target: 'seen' },
  ];
  const path = await write('tasks.jsonl', rows.map((row) => JSON.stringify(row)).join('\n'));
  const tasks = await readFimTasks(path, { sample: 10, seed: 1, excluded: parseExclusions('tasks d') });
  expect(tasks.toSorted((one, other) => one.id.localeCompare(other.id))).toEqual([
    { id: 'a', prefix: 'let a;\n', suffix: '\nreturn a;', target: '  a = 1;' },
    { id: 'c', prefix: 'let c = ', suffix: ';\n', target: 'call()' },
  ]);
});
