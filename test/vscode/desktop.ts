// `npm run test:desktop`: the in-host suite inside an installed desktop VS Code, named by VSCODE_PATH.
import { resolve } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { buildHarness, readResult } from '../support/harness.ts';

const vscodeExecutablePath = process.env['VSCODE_PATH'];
if (vscodeExecutablePath === undefined) throw new Error('Set VSCODE_PATH to the executable of an installed VS Code.');
const harness = await buildHarness();
await runTests({
  vscodeExecutablePath, extensionDevelopmentPath: resolve('.'), extensionTestsPath: harness.tests,
  extensionTestsEnv: { PACKLLM_RESULT: harness.result }, launchArgs: [resolve('media/samples'), '--disable-extensions', '--disable-workspace-trust'],
});
const result = await readResult(harness.result);
for (const { name, error } of result.checks) console.log(error === null ? `ok ${name}` : `FAILED ${name}: ${error}`);
console.log(`${result.checks.filter(({ error }) => error === null).length} passed, ${result.checks.filter(({ error }) => error !== null).length} failed`);
process.exitCode = result.checks.length === result.expected && result.checks.every(({ error }) => error === null) ? 0 : 1;
