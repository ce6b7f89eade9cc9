import { writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import type { PackllmApi } from '../../../src/editor/api.ts';
import type { LoggedReport } from '../../../src/editor/reports/reportLog.ts';

interface Check {
  readonly name: string;
  run(api: PackllmApi): void | Promise<void>;
}

function assert(condition: boolean, message: string): void {
  if (!condition) throw new Error(message);
}

const extension = vscode.extensions.getExtension<PackllmApi>('packllm.packllm');

/** The report of a completion that is asked for in a new document. */
async function nextReport(api: PackllmApi): Promise<LoggedReport['report']> {
  const document = await vscode.workspace.openTextDocument({ language: 'typescript', content: 'export function add(a: number, b: number) {\n  return ' });
  const editor = await vscode.window.showTextDocument(document);
  const end = document.positionAt(document.getText().length);
  editor.selection = new vscode.Selection(end, end);
  const report = new Promise<LoggedReport['report']>((resolve) => {
    const subscription = api.onReport((logged) => {
      subscription.dispose();
      resolve(logged.report);
    });
  });
  await vscode.commands.executeCommand('packllm.completeNow');
  return report;
}

/** What can only be asked from inside the extension host. */
const checks: readonly Check[] = [
  {
    name: 'the pack loads all starter members',
    async run(api) {
      const pack = await api.whenReady;
      assert(pack.members.length === 3, `${pack.members.length} members are loaded, ${pack.leftOut.map(({ message }) => message).join(' ')}`);
      assert(pack.members.every(({ fim }) => fim !== null), 'a starter member has no FIM tokens');
    },
  },
  {
    name: 'every contributed command is registered',
    async run() {
      const registered = new Set(await vscode.commands.getCommands(true));
      const { contributes } = extension?.packageJSON as { contributes: { commands: { command: string }[] } };
      const missing = contributes.commands.map(({ command }) => command).filter((command) => !registered.has(command));
      assert(missing.length === 0, `not registered: ${missing.join(', ')}`);
    },
  },
  {
    name: 'a wrong setting falls back and completion goes on',
    async run(api) {
      const settings = vscode.workspace.getConfiguration('packllm');
      await settings.update('weighting.temperature', 'hot', vscode.ConfigurationTarget.Global);
      try {
        const { members } = await nextReport(api);
        const sum = members.reduce((total, { weight }) => total + weight, 0);
        assert(Math.abs(sum - 1) < 1e-6, `the weights sum to ${sum}`);
      } finally {
        await settings.update('weighting.temperature', undefined, vscode.ConfigurationTarget.Global);
      }
    },
  },
  {
    name: 'the weighting that is chosen decides the next report',
    async run(api) {
      const settings = vscode.workspace.getConfiguration('packllm');
      const pinned = { 'starter-typescript': 0, 'starter-python': 1, 'starter-prose': 3 };
      await settings.update('weighting.pinned', pinned, vscode.ConfigurationTarget.Global);
      await settings.update('weighting.method', 'manual', vscode.ConfigurationTarget.Global);
      try {
        const { method, members } = await nextReport(api);
        assert(method === 'manual', `the method is ${method}`);
        const weights = Object.fromEntries(members.map(({ id, weight }) => [id, weight]));
        assert(weights['starter-python'] === 0.25 && weights['starter-prose'] === 0.75, `the weights are ${JSON.stringify(weights)}`);
      } finally {
        for (const name of ['weighting.method', 'weighting.pinned']) await settings.update(name, undefined, vscode.ConfigurationTarget.Global);
      }
    },
  },
  {
    name: 'the pack is benchmarked on lines of the workspace',
    async run() {
      const text = await documentOf('packllm.benchmarkWorkspace', 10);
      assert(text.includes('On 10 lines of yours the pack wrote'), `the document says ${text}`);
      assert(text.includes('its models, without the workspace'), 'the workspace took no part');
    },
  },
  {
    name: 'an accepted suggestion is counted',
    async run() {
      const document = await vscode.workspace.openTextDocument({ language: 'python', content: 'return total' });
      const accepted = { language: 'python', member: 'starter-python', document: document.uri.toString(), line: 0, character: 7, text: 'total', lesson: null };
      await vscode.commands.executeCommand('packllm.accepted', accepted);
      const text = await documentOf('packllm.showAcceptance');
      assert(text.includes('| python, starter-python | 1 | 1 | 100 % (1/1) |'), `the document says ${text}`);
    },
  },
];

/** Text of the document that a command opens. */
async function documentOf(command: string, argument?: unknown): Promise<string> {
  const uri = await vscode.commands.executeCommand<vscode.Uri | null>(command, argument);
  if (uri === null) throw new Error(`${command} opened nothing`);
  return (await vscode.workspace.openTextDocument(uri)).getText();
}

/** Entry of `extensionTestsPath`. The result file is the last act: a host that died leaves none. */
export async function run(): Promise<void> {
  const outcomes: { name: string; error: string | null }[] = [];
  const api = await extension?.activate();
  for (const check of checks) {
    try {
      if (api === undefined) throw new Error('the extension is not installed');
      await check.run(api);
      outcomes.push({ name: check.name, error: null });
    } catch (error) {
      outcomes.push({ name: check.name, error: String(error) });
    }
  }
  const result = process.env['PACKLLM_RESULT'];
  if (result !== undefined) writeFileSync(result, JSON.stringify({ expected: checks.length, checks: outcomes }));
}
