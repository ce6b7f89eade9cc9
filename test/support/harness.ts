import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

export interface HarnessResult {
  /** How many checks the suite holds; a result with fewer is one of a host that died. */
  readonly expected: number;
  readonly checks: readonly { readonly name: string; readonly error: string | null }[];
}

/** Builds the development extension whose tests run inside the extension host, beside the installed extension. */
export async function buildHarness(): Promise<{ readonly extension: string; readonly tests: string; readonly result: string }> {
  const extension = resolve('artifacts/harness');
  const result = join(extension, 'result.json');
  await mkdir(extension, { recursive: true });
  await rm(result, { force: true });
  await writeFile(join(extension, 'package.json'), JSON.stringify({ name: 'packllm-harness', publisher: 'packllm', version: '0.0.0', engines: { vscode: '^1.100.0' } }));
  const tests = join(extension, 'suite.cjs');
  await build({ entryPoints: ['test/vscode/harness/suite.ts'], bundle: true, platform: 'node', format: 'cjs', outfile: tests, external: ['vscode'], logLevel: 'warning' });
  return { extension, tests, result };
}

export async function readResult(path: string): Promise<HarnessResult> {
  return JSON.parse(await readFile(path, 'utf8')) as HarnessResult;
}
