import { execFile } from 'node:child_process';
import { mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkGguf } from '../../src/models/checkGguf.ts';
import { AlignmentReport, CompletionReport, ScoreReport, WeightsReport } from '../../src/protocol/reports.ts';
import { outcomeOf, Packllm } from '../support/packllm.ts';

const root = join(import.meta.dirname, '..', '..');
const models = join(root, 'media', 'models');
const samples = join(root, 'media', 'samples');
const typescript = join(samples, 'orders.ts');
const python = join(samples, 'inventory.py');
const prose = join(samples, 'guide.md');
const starters = ['starter-typescript', 'starter-python', 'starter-prose'];
const escape = '\u001B[';

let home = '';
let cli: Packllm;

beforeAll(async () => {
  await promisify(execFile)(process.execPath, ['esbuild.mjs'], { cwd: root });
  home = await mkdtemp(join(tmpdir(), 'packllm-cli-'));
  cli = new Packllm(join(root, 'dist', 'packllm.js'), home);
});
afterAll(() => rm(home, { recursive: true, force: true }));

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(home, name);
  await writeFile(path, content);
  return path;
}

const sumOf = (members: readonly { readonly weight: number }[]): number => members.reduce((sum, member) => sum + member.weight, 0);

describe('weights', () => {
  it.each([[typescript, 'starter-typescript'], [python, 'starter-python'], [prose, 'starter-prose']])('favour the specialist for %s', async (path, specialist) => {
    const report = v.parse(WeightsReport, await cli.json(['weights', path]));
    expect(report.members.map((member) => member.id)).toEqual(starters);
    expect(sumOf(report.members)).toBeCloseTo(1, 9);
    expect(report.members.toSorted((a, b) => b.weight - a.weight)[0]?.id).toBe(specialist);
    expect(report.reference).toBe(specialist);
    expect(report.bytes).toBeGreaterThan(100);
  });

  it('follow the cursor', async () => {
    const top = v.parse(WeightsReport, await cli.json(['weights', `${typescript}:10:1`]));
    const end = v.parse(WeightsReport, await cli.json(['weights', typescript]));
    expect(top.bytes).toBeLessThan(end.bytes);
    expect(top.members.map((member) => member.perplexity)).not.toEqual(end.members.map((member) => member.perplexity));
  });

  it('weigh the other files of a folder too, and not the document itself', async () => {
    const report = v.parse(WeightsReport, await cli.json(['weights', typescript, '--workspace', samples]));
    expect(report.members.map((member) => member.id)).toEqual([...starters, 'this workspace']);
    expect(sumOf(report.members)).toBeCloseTo(1, 9);
    const empty = await mkdtemp(join(home, 'empty-'));
    expect(v.parse(WeightsReport, await cli.json(['weights', typescript, '--workspace', empty])).members.map((member) => member.id)).toEqual(starters);
  });

  it('can be pinned by part of an id', async () => {
    const report = v.parse(WeightsReport, await cli.json(['weights', typescript, '--weights', 'python=3,prose=1']));
    expect(report.method).toBe('manual');
    expect(Object.fromEntries(report.members.map((member) => [member.id, member.weight]))).toEqual({ 'starter-typescript': 0, 'starter-python': 0.75, 'starter-prose': 0.25 });
  });

  it.each(['sim', 'opt', 'exhaustive', 'uniform', 'top1'])('are chosen by %s', async (method) => {
    const report = v.parse(WeightsReport, await cli.json(['weights', python, '--method', method]));
    expect(report.method).toBe(method);
    expect(sumOf(report.members)).toBeCloseTo(1, 9);
  });

  it('draw a bar per member, coloured only where asked for', async () => {
    const plain = await cli.run(['weights', typescript]);
    expect(plain.code).toBe(0);
    expect(plain.stderr).toBe('');
    for (const id of starters) expect(plain.stdout).toMatch(new RegExp(`^[ABC] ${id} .*%`, 'mu'));
    expect(plain.stdout).not.toContain(escape);
    const coloured = await cli.run(['weights', typescript], '', { FORCE_COLOR: '1' });
    expect(coloured.stdout).toContain(escape);
    const refused = await cli.run(['weights', typescript, '--no-color'], '', { FORCE_COLOR: '1' });
    expect(refused.stdout).not.toContain(escape);
    for (const line of plain.stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });
});

describe('complete', () => {
  it('reports text, pieces, members and timing', async () => {
    const report = v.parse(CompletionReport, await cli.json(['complete', `${typescript}:36:18`]));
    expect(report.pieces.map((piece) => piece.text).join('')).toBe(report.text);
    expect(report.reason === null).toBe(report.text !== '');
    expect(report.timing.totalMs).toBeGreaterThan(0);
    for (const piece of report.pieces) expect(starters).toContain(piece.member);
    expect(sumOf(report.members)).toBeCloseTo(1, 9);
  });

  it('keeps to one line and to the longest length', async () => {
    const report = v.parse(CompletionReport, await cli.json(['complete', `${prose}:16:38`, '--multiline', 'line', '--max-bytes', '12']));
    expect(report.text).not.toContain('\n');
    expect(Buffer.byteLength(report.text)).toBeLessThanOrEqual(12);
  });

  it('reads standard input, and prints the bare text when quiet', async () => {
    const text = (await readFile(python, 'utf8')).split('\n').slice(0, 20).join('\n');
    const outcome = await cli.run(['complete', '-', '--language', 'python', '--quiet', '--multiline', 'line'], `${text}\n    def `);
    expect(outcome).toMatchObject({ code: 0, stderr: '' });
    expect(outcome.stdout.split('\n')).toHaveLength(2);
  });

  it('writes into the lines before the cursor', async () => {
    const outcome = await cli.run(['complete', `${prose}:16:38`]);
    expect(outcome.code).toBe(0);
    expect(outcome.stdout).toMatch(/^16 │ the files that have changed since the/mu);
    for (const id of starters) expect(outcome.stdout).toContain(id);
  });

  it('says that the deadline was too short', async () => {
    const report = v.parse(CompletionReport, await cli.json(['complete', typescript, '--deadline', '1']));
    expect(report).toMatchObject({ text: '', reason: 'deadline' });
  });
});

describe('query', () => {
  it('streams an answer and explains it', async () => {
    const outcome = await cli.run(['query', 'What does a backup protect against?', '--max-bytes', '60']);
    expect(outcome.code).toBe(0);
    expect(outcome.stdout).toContain('starter-prose');
    expect(outcome.stdout).not.toContain('Question:');
  });

  it('has the shape of a completion', async () => {
    const report = v.parse(CompletionReport, await cli.json(['query', '-', '--max-bytes', '40'], 'How do I list files?'));
    expect(report.pieces.map((piece) => piece.text).join('')).toBe(report.text);
    expect(Buffer.byteLength(report.text)).toBeLessThanOrEqual(40);
  });
});

describe('query --temperature', () => {
  it('samples the same answer again with the seed that it told', async () => {
    const ask = async (...more: string[]): Promise<CompletionReport> => v.parse(CompletionReport, await cli.json(['query', 'What is a list?', '--temperature', '0.9', '--max-bytes', '60', ...more]));
    const first = await ask();
    expect(first.sampling?.temperature).toBe(0.9);
    const again = await ask('--seed', String(first.sampling?.seed));
    expect(again.text).toBe(first.text);
    expect(again.sampling).toEqual(first.sampling);
  });
});

describe('score', () => {
  it('measures every member on the whole text', async () => {
    const report = v.parse(ScoreReport, await cli.json(['score', typescript]));
    expect(report.bytes).toBe((await readFile(typescript)).length);
    expect(report.members.map((member) => member.id)).toEqual(starters);
    const best = report.members.toSorted((a, b) => (a.bitsPerByte ?? 0) - (b.bitsPerByte ?? 0))[0];
    expect(best?.id).toBe('starter-typescript');
  });

  it('reads standard input', async () => {
    const outcome = await cli.run(['score', '-'], 'The quick brown fox jumps over the lazy dog.');
    expect(outcome.code).toBe(0);
    expect(outcome.stdout).toContain('← best');
  });
});

describe('align', () => {
  it('counts every token of the first vocabulary once', async () => {
    const report = v.parse(AlignmentReport, await cli.json(['align', '1', 'prose', '--examples', '4']));
    expect(report).toMatchObject({ from: 'starter-typescript', to: 'starter-prose', alignment: 'bytes' });
    expect(report.exact + report.marker + report.nearest).toBe(report.tokens);
    expect(report.examples.length).toBeLessThanOrEqual(4);
  });

  it('knows the paper\'s way', async () => {
    const outcome = await cli.run(['align', 'starter-python', 'starter-prose', '--alignment', 'paper']);
    expect(outcome.code).toBe(0);
    expect(outcome.stdout).toContain('word-start');
  });
});

describe('models', () => {
  it('lists the starter pack, and the catalogue', async () => {
    const listed = await cli.json(['models']);
    expect(listed).toMatchObject({ pack: 'starter', members: starters.map((id) => ({ id, inUse: true })) });
    const catalogue = await cli.run(['models', 'catalogue']);
    expect(catalogue.stdout).toContain('Gemma Terms of Use');
  });

  it('adds, disables, enables and removes', async () => {
    const added = new Packllm(join(root, 'dist', 'packllm.js'), await mkdtemp(join(home, 'models-')));
    const path = join(models, 'starter-prose-q8_0.gguf');
    expect(await added.run(['models', 'add', path])).toMatchObject({ code: 0 });
    expect(await added.json(['models'])).toMatchObject({ pack: 'configured', members: [{ path, inUse: true }] });
    expect(await added.run(['models', 'disable', 'prose'])).toMatchObject({ code: 0 });
    expect(await added.json(['models'])).toMatchObject({ pack: 'starter' });
    expect(await added.run(['models', 'enable', 'prose'])).toMatchObject({ code: 0 });
    const outcome = await added.run(['weights', prose]);
    expect(outcome.stdout).toContain('100 %');
    expect(await added.run(['models', 'remove', 'prose'])).toMatchObject({ code: 0 });
    expect(await added.json(['models'])).toMatchObject({ pack: 'starter' });
  });

  it('does not download what was not agreed to', async () => {
    const outcome = await cli.run(['models', 'get', 'gemma-3-270m']);
    expect(outcome).toMatchObject({ code: 1, stdout: '' });
    expect(outcome.stderr).toContain('https://ai.google.dev/gemma/terms');
    expect(outcome.stderr).toContain('--yes');
  });
});

describe('doctor', () => {
  it('finds the starter pack in order', async () => {
    const outcome = await cli.run(['doctor']);
    expect(outcome.stdout).toContain('Nothing needs fixing');
    expect(outcome.stdout).toContain('models get standard');
    expect(outcome.code).toBe(0);
    expect(await cli.json(['doctor'])).toMatchObject({ ok: true, pack: { kind: 'starter' }, members: starters.map((id) => ({ id })), problems: [] });
  });

  it('exits with 1 and names the damaged model', async () => {
    const outcome = await cli.run(['doctor', '--models', `${join(models, 'starter-prose-q8_0.gguf')},${await file('not-a-model.gguf', 'hello')}`]);
    expect(outcome.code).toBe(1);
    expect(outcome.stdout).toContain('not-a-model.gguf is not a GGUF file');
  });
});

describe('demo', () => {
  it('completes three samples and says how to get better', async () => {
    const outcome = await cli.run(['demo']);
    expect(outcome.code).toBe(0);
    for (const name of await readdir(samples)) expect(outcome.stdout).toContain(name);
    expect(outcome.stdout).toContain('models get standard');
  });
});

describe('bad models', () => {
  const good = join(models, 'starter-python-q8_0.gguf');

  async function broken(kind: string): Promise<string> {
    const path = join(home, `${kind}.gguf`);
    switch (kind) {
      case 'missing': return path;
      case 'empty': return file('empty.gguf', '');
      case 'text': return file('text.gguf', 'This is no model, only a text of some length.');
      case 'truncated': {
        const handle = await open(good);
        const { size } = await handle.stat();
        const { buffer, bytesRead } = await handle.read(Buffer.alloc(Math.floor(size / 2)));
        await handle.close();
        return file('truncated.gguf', buffer.subarray(0, bytesRead));
      }
      default: {
        const { architecture } = await checkGguf(good);
        const [bytes, other] = [await readFile(good), 'x'.repeat(architecture.length)];
        for (let at = bytes.indexOf(architecture); at !== -1 && at < 200_000; at = bytes.indexOf(architecture, at + other.length)) bytes.write(other, at);
        return file(`${kind}.gguf`, bytes);
      }
    }
  }

  it.each(['missing', 'empty', 'text', 'truncated', 'wrong-architecture'])('%s: one line, and the rest of the pack goes on', async (kind) => {
    const outcome = await cli.run(['weights', python, '--models', `${good},${await broken(kind)}`]);
    expect(outcome.code).toBe(0);
    expect(outcome.stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(outcome.stderr).toContain(`${kind}.gguf`);
    expect(outcome.stdout).toContain('100 %');
  });

  it('none is left: exit code 1, one line each', async () => {
    const outcome = await cli.run(['weights', python, '--models', `${await broken('missing')},${await broken('empty')}`]);
    expect(outcome).toMatchObject({ code: 1, stdout: '' });
    expect(outcome.stderr.trimEnd().split('\n')).toHaveLength(3);
    const only = await cli.run(['weights', python, '--models', await broken('text')]);
    expect(only).toMatchObject({ code: 1, stdout: '' });
    expect(only.stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});

describe('bad documents', () => {
  it.each([
    ['missing.ts', null, 'does not exist'],
    ['empty.ts', '', 'is empty'],
    ['binary.ts', Uint8Array.from([1, 0, 2]), 'is a binary file'],
    ['latin.ts', Uint8Array.from([0x63, 0xe9]), 'is not UTF-8 text'],
  ])('%s: one line with the fix', async (name, content, problem) => {
    const path = content === null ? join(home, name) : await file(name, content);
    const outcome = await cli.run(['complete', path]);
    expect(outcome).toMatchObject({ code: 1, stdout: '' });
    expect(outcome.stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(outcome.stderr).toContain(`${path} ${problem}.`);
  });

  it('5 MB: completes at the cursor, refuses to score', async () => {
    const path = await file('large.ts', 'export const value = 1;\n'.repeat(220_000));
    const report = v.parse(CompletionReport, await cli.json(['complete', `${path}:100000:8`, '--multiline', 'line']));
    expect(report.bytes).toBeLessThan(20_000);
    const scored = await cli.run(['score', path]);
    expect(scored.code).toBe(1);
    expect(scored.stderr).toContain('5.3 MB');
  });

  it('CRLF: weighs as LF does', async () => {
    const text = await readFile(typescript, 'utf8');
    const [crlf, lf] = await Promise.all([file('crlf.ts', text.replaceAll('\n', '\r\n')), file('lf.ts', text)]);
    const [weighed, expected] = [v.parse(WeightsReport, await cli.json(['weights', `${crlf}:30:1`])), v.parse(WeightsReport, await cli.json(['weights', `${lf}:30:1`]))];
    expect(weighed.members.map(({ id, tokens }) => [id, tokens])).toEqual(expected.members.map(({ id, tokens }) => [id, tokens]));
    for (const [index, { weight }] of weighed.members.entries()) expect(weight).toBeCloseTo(expected.members[index]?.weight ?? NaN, 3);
    const completed = v.parse(CompletionReport, await cli.json(['complete', `${join(home, 'crlf.ts')}:35:2`]));
    expect(completed.text.replaceAll('\r\n', '')).not.toContain('\n');
  });
});

describe('usage', () => {
  it.each([
    [['complet'], 'Did you mean complete?'],
    [['weights', typescript, '--metod', 'sim'], 'Did you mean --method?'],
    [['weights', typescript, '--method', 'best'], 'Allowed choices are mixture, sim'],
    [['weights', typescript, '--tau', 'hot'], 'It must be a number from 0.01 to 100.'],
    [['weights'], 'missing required argument'],
    [['weights', `${typescript}:999`], 'there is no line 999'],
    [['complete', `${typescript}:1:999`], 'there is no column 999'],
    [['align', 'starter-python', 'rust'], 'There is no member "rust"'],
    [['query', '  '], 'The question is empty.'],
    [['query', 'Why?', '--temperature', 'warm'], 'It must be a number from 0 to 5.'],
    [['query', 'Why?', '--temperature', '1', '--seed', '1.5'], 'It must be a whole number from 0 to'],
    [['query', 'Why?', '--seed', '3'], '--seed needs a --temperature above 0.'],
    [['query', 'Why?', '--temperature', '1', '--decoding', 'tokens'], 'leave out --decoding'],
  ])('%j is a usage error', async (args, message) => {
    const outcome = await cli.run(args);
    expect(outcome).toMatchObject({ code: 2, stdout: '' });
    expect(outcome.stderr).toContain(message);
  });

  it('help and version are no errors', async () => {
    expect(await cli.run(['--help'])).toMatchObject({ code: 0, stderr: '' });
    const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
    expect(await cli.run(['--version'])).toMatchObject({ code: 0, stdout: `${version}\n` });
  });

  it.each([[['weights', typescript, '--metod', 'sim']], [['weights', `${typescript}:999`]], [['align', 'starter-python', 'rust']]])('%j is JSON where JSON is asked for', async (args) => {
    const outcome = await cli.run([...args, '--json']);
    expect(outcome.code).toBe(2);
    expect(JSON.parse(outcome.stdout)).toMatchObject({ error: { code: 'usage' } });
  });

  it('failures are JSON too', async () => {
    const outcome = await cli.run(['weights', join(home, 'nowhere.ts'), '--json']);
    expect(outcome.code).toBe(1);
    expect(JSON.parse(outcome.stdout)).toMatchObject({ error: { code: 'document-unreadable' } });
  });
});

describe('being interrupted', () => {
  it('Ctrl-C ends with 130 and leaves no engine', async () => {
    const child = cli.start(['score', await file('long.txt', 'All work and no play makes a dull text. '.repeat(20_000))]);
    child.stdin?.end();
    const outcome = outcomeOf(child);
    await expect.poll(() => childrenOf(child.pid ?? 0), { timeout: 30_000 }).not.toEqual([]);
    const engines = await childrenOf(child.pid ?? 0);
    child.kill('SIGINT');
    expect(await outcome).toMatchObject({ code: 130, stdout: '', stderr: '' });
    for (const engine of engines) expect(await isAlive(engine)).toBe(false);
  });

  it('Ctrl-C ends the wait for standard input', async () => {
    const child = cli.start(['score', '-']);
    const outcome = outcomeOf(child);
    // More than a pipe holds: it is all written only when the program reads.
    await new Promise((resolve) => child.stdin?.write('The beginning of a text. '.repeat(40_000), resolve));
    child.kill('SIGINT');
    expect(await outcome).toMatchObject({ code: 130, stdout: '', stderr: '' });
  });

  it('a reader that leaves is no error', async () => {
    const child = cli.start(['demo']);
    child.stdin?.end();
    child.stdout?.once('data', () => child.stdout?.destroy());
    const code = await new Promise((resolve) => child.once('exit', resolve));
    expect(code).toBe(141);
  });
});

/** Direct children of a process. */
async function childrenOf(parent: number): Promise<readonly number[]> {
  const text = await readFile(`/proc/${parent}/task/${parent}/children`, 'utf8');
  return text.trim().split(/\s+/u).filter((part) => part !== '').map(Number);
}

/** A zombie counts as dead. */
async function isAlive(pid: number): Promise<boolean> {
  try {
    return !/^State:\s+[ZX]/mu.test(await readFile(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
