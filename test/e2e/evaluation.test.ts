import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MeasureReport } from '../../src/protocol/measure.ts';
import { Packllm } from '../support/packllm.ts';

const root = join(import.meta.dirname, '..', '..');
const samples = join(root, 'media', 'samples');

const Printed = v.object({
  folder: v.string(), title: v.string(),
  sections: v.pipe(v.array(v.object({ title: v.string(), table: v.nullable(v.object({ columns: v.array(v.string()), rows: v.array(v.array(v.unknown())) })) })), v.minLength(1)),
});

let home = '';
let data = '';
let cli: Packllm;

beforeAll(async () => {
  await promisify(execFile)(process.execPath, ['esbuild.mjs'], { cwd: root });
  home = await mkdtemp(join(tmpdir(), 'packllm-eval-'));
  data = join(home, 'texts');
  for (const [domain, file] of [['typescript', 'orders.ts'], ['python', 'inventory.py']] as const) {
    await mkdir(join(data, domain), { recursive: true });
    await cp(join(samples, file), join(data, domain, file));
  }
  cli = new Packllm(join(root, 'dist', 'packllm.js'), home);
});
afterAll(() => rm(home, { recursive: true, force: true }));

const evaluate = async (...args: readonly string[]): Promise<v.InferOutput<typeof Printed>> => v.parse(Printed, await cli.json(['eval', ...args, '--pack', 'starter', '--seed', '3', '--resamples', '50']));
const small = ['--sample', '1', '--prompt-bytes', '200'];

describe('packllm eval', () => {
  it('measures every domain, keeps the results, and does not measure them again', async () => {
    const out = join(home, 'bits');
    const args = ['bits', '--data', data, ...small, '--out', out];
    const report = await evaluate(...args);
    expect(report.sections[0]?.table?.rows.map(([domain, contexts]) => [domain, contexts])).toEqual([['python', 1], ['typescript', 1], ['all', 2]]);
    const log = await readFile(join(out, 'results.jsonl'), 'utf8');
    const results = log.trimEnd().split('\n').slice(1).map((line) => v.parse(v.object({ id: v.string(), outcome: MeasureReport }), JSON.parse(line)));
    for (const { outcome: { bytes, members, policies } } of results) {
      expect(members).toHaveLength(3);
      for (const { bits } of [...members, ...policies]) {
        expect(bits).toBeGreaterThan(0);
        expect(bits).toBeLessThan(8 * bytes);
      }
      for (const { weights } of policies) expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 6);
      expect(policies[1]?.learnt?.members).toHaveLength(3);
    }
    expect(await readFile(join(out, 'report.html'), 'utf8')).toContain('<svg');
    expect(await readFile(join(out, 'report.md'), 'utf8')).toContain('| python |');
    expect(await evaluate(...args)).toEqual(report);
    expect(await readFile(join(out, 'results.jsonl'), 'utf8')).toBe(log);
    const { code, stderr } = await cli.run(['eval', ...args, '--pack', 'starter', '--seed', '4']);
    expect(code).toBe(1);
    expect(stderr).toContain('other settings');
  });

  it('compares ways of fusing tokens with fusing bytes', async () => {
    const report = await evaluate('greedy', '--data', join(data), ...small, '--only', 'typescript,python', '--out', join(home, 'greedy'));
    expect(report.sections[0]?.table?.rows.map(([members, , contexts]) => [members, contexts])).toEqual([[2, 2], [2, 2]]);
  });

  it('fills holes with the pack and with each member', async () => {
    const tasks = join(home, 'tasks.jsonl');
    await writeFile(tasks, `${JSON.stringify({ id: 'one', prefix: 'def add(a, b):\n    return a ', suffix: '\n\nprint(add(1, 2))\n', target: '+ b' })}\n`);
    const report = await evaluate('fim', '--data', tasks, '--out', join(home, 'fim'));
    expect(report.sections[0]?.table?.rows.map(([who]) => who)).toEqual(['fused', 'picked by prompt', 'starter-typescript', 'starter-python', 'starter-prose']);
  });

  it('says what is wrong with the data', async () => {
    const { code, stderr } = await cli.run(['eval', 'bits', '--data', join(home, 'none'), '--pack', 'starter']);
    expect(code).toBe(1);
    expect(stderr).toContain('does not exist');
  });
});
