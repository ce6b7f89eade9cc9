import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { workspaceMemberId } from '../../src/base/workspaceMemberId.ts';
import { builtVsix } from '../support/builtVsix.ts';
import { buildHarness, readResult } from '../support/harness.ts';
import { exists } from '../support/vscodeLane.ts';
import { VscodeServer } from '../support/vscodeServer.ts';
import { launchBrowser, Workbench } from '../support/workbench.ts';

const workspace = 'media/samples';
/** Nothing but the suggestion stands after what is typed, whatever the models write. */
const settings = {
  'workbench.colorTheme': 'Default Dark Modern', 'editor.quickSuggestions': { other: 'off', comments: 'off', strings: 'off' }, 'editor.wordBasedSuggestions': 'off',
  'editor.autoClosingBrackets': 'never', 'editor.autoClosingQuotes': 'never',
};

const codeStarts = ['export function count(orders: readonly Order[]): ', 'const total = order', 'for (const line of ', 'if (orders.length === ', 'return orders.'];
const proseStarts = ['The server can be ', 'If the connection is ', 'This is the ', 'You can use the ', 'For more information, see '];

let vsix: string;
let browser: Browser;

beforeAll(async () => {
  vsix = await builtVsix();
  browser = await launchBrowser();
});

afterAll(async () => browser.close());

/** Weights of the sidebar's meters by member, in percent. */
async function shownWeights(workbench: Workbench): Promise<Record<string, number>> {
  const sidebar = await workbench.webview('sidebar');
  const rows = await sidebar.locator('[data-member]').evaluateAll((elements) => elements.map((element) =>
    [element.getAttribute('data-member') ?? '', Number(element.querySelector('[role="meter"]')?.getAttribute('aria-valuenow') ?? NaN)] as const));
  return Object.fromEntries(rows);
}

const heaviest = (weights: Record<string, number>): string | undefined => Object.entries(weights).sort(([, a], [, b]) => b - a)[0]?.[0];

/** Asks for a completion at the end of a line of an open file, with the sidebar in view, and waits until that tells about the file. */
async function completeAt(workbench: Workbench, file: string, line: number): Promise<Record<string, number>> {
  await workbench.showTab(file);
  await workbench.goToLineEnd(line);
  await workbench.command('PackLLM: Complete Now');
  const sidebar = await workbench.webview('sidebar');
  await sidebar.locator('.note', { hasText: file }).first().waitFor();
  return shownWeights(workbench);
}

describe('the installed extension', () => {
  let server: VscodeServer;
  let workbench: Workbench;

  beforeAll(async () => {
    server = await VscodeServer.start({ vsix, workspace, settings });
    workbench = await Workbench.open(browser, server, 'orders.ts');
  });

  afterAll(async () => server.stop());

  test('loads the pack and says so in the status bar', async () => {
    await workbench.statusItem().getByText('PackLLM').waitFor({ timeout: 60_000 });
    await workbench.page.locator('.statusbar-item[id^="packllm."] .codicon-sparkle').waitFor({ timeout: 60_000 });
  });

  test('the walkthrough opens with nothing done yet', async () => {
    await workbench.openWalkthrough('Get Started with PackLLM');
    expect(await workbench.completeSteps()).toEqual([]);
    await workbench.showTab('orders.ts');
  });

  test('typing brings ghost text, and Tab inserts it', async () => {
    await workbench.goToLineEnd(19);
    const start = await workbench.typeUntilGhostText(codeStarts);
    const suggested = await workbench.suggestion();
    const { line, column } = await workbench.cursor();
    await workbench.screenshot('ghost-text-dark');
    expect(suggested.trim()).not.toBe('');
    await workbench.page.keyboard.press('Tab');
    await expect.poll(() => workbench.cursor()).toEqual({ line, column: column + suggested.length });
    expect((await workbench.visibleText()).replaceAll(' ', '')).toContain(`${start}${suggested}`.replaceAll(' ', ''));
    const counts = join(server.workspace, '../data/data/User/globalStorage/packllm.packllm/acceptance.json');
    await expect.poll(() => readFile(counts, 'utf8').catch(() => ''), { timeout: 10_000 }).toContain('"accepted": 1');
  });

  test('the sidebar shows weights that sum to one and follow the document', async () => {
    for (const file of ['guide.md', 'inventory.py']) await workbench.openFile(file);
    await workbench.command('PackLLM: Focus on Pack View');
    const onTypescript = await completeAt(workbench, 'orders.ts', 24);
    await workbench.screenshot('sidebar-typescript-dark');
    const onProse = await completeAt(workbench, 'guide.md', 23);
    await workbench.screenshot('sidebar-prose-dark');
    for (const weights of [onTypescript, onProse]) {
      expect(Object.keys(weights)).toEqual(expect.arrayContaining(['starter-typescript', 'starter-python', 'starter-prose']));
      expect(Object.values(weights).reduce((sum, weight) => sum + weight, 0)).toBe(100);
    }
    expect(heaviest(onTypescript)).toBe('starter-typescript');
    expect(heaviest(onProse)).toBe('starter-prose');
    await expect.poll(async () => Object.keys(await completeAt(workbench, 'guide.md', 23)), { timeout: 60_000 }).toContain(workspaceMemberId);
  });

  test('a question to the pack opens its answer as a document', async () => {
    const question = 'How do I restore a backup?';
    await workbench.command('PackLLM: Ask the Pack…');
    await workbench.answer(question);
    await workbench.page.locator('.tab.active', { hasText: question }).waitFor();
    await expect.poll(async () => (await workbench.visibleText()).replace(question, '').trim().length, { timeout: 60_000 }).toBeGreaterThan(10);
    await workbench.screenshot('query');
  });

  test('members are compared side by side with the fused text', async () => {
    await workbench.showTab('inventory.py');
    await workbench.goToLineEnd(41);
    await workbench.page.keyboard.type(' self.');
    await workbench.command('PackLLM: Compare Members');
    const page = await workbench.webview('comparison');
    await page.getByRole('status').getByText('All texts are written and scored.').waitFor({ timeout: 60_000 });
    expect(await page.locator('.own h3').allTextContents()).toEqual(expect.arrayContaining(['starter-typescript', 'starter-python', 'starter-prose']));
    const written = await page.locator('.fused, .own .text').count();
    expect(written).toBeGreaterThan(0);
    const rows = await page.getByRole('table').locator('tbody tr').evaluateAll((elements) => elements.map((row) => [...row.querySelectorAll('td')].map((cell) => Number.parseFloat(cell.textContent.replace(/^\D+/u, '')))));
    expect(rows.filter((row) => row.every((bits) => bits > 0))).toHaveLength(written);
    await workbench.screenshot('compare');
    await workbench.closeTab('Compare Members');
  });

  test('the steps of the walkthrough are complete by what happened since', async () => {
    await workbench.openWalkthrough('Get Started with PackLLM');
    await expect.poll(() => workbench.completeSteps()).toEqual(['Meet the pack', 'Get your first suggestion', 'Read the weights']);
  });

  test('an engine that is killed comes back, and completion goes on without a message', async () => {
    await workbench.showTab('orders.ts');
    const engines = await server.descendants('engine.js');
    expect(engines).toHaveLength(1);
    for (const engine of engines) process.kill(engine, 'SIGKILL');
    await expect.poll(async () => (await server.descendants('engine.js')).filter((pid) => !engines.includes(pid)).length, { timeout: 30_000 }).toBe(1);
    await workbench.goToLineEnd(19);
    await workbench.typeUntilGhostText(codeStarts);
    expect(await workbench.notifications().allTextContents()).toEqual([]);
  });

  test('a light theme is served as well', async () => {
    await workbench.command('Preferences: Toggle between Light/Dark Themes');
    await workbench.page.locator('.monaco-workbench.vs').waitFor();
    await completeAt(workbench, 'inventory.py', 28);
    await workbench.screenshot('sidebar-python-light');
  });
});

describe('the extension host', () => {
  test('passes the suite inside it', async () => {
    const harness = await buildHarness();
    process.env['PACKLLM_RESULT'] = harness.result;
    const server = await VscodeServer.start({ vsix, workspace, settings });
    try {
      const page = await browser.newPage();
      let finish = (): void => undefined;
      const finished = new Promise<void>((resolve) => {
        finish = resolve;
      });
      await page.exposeFunction('codeAutomationExit', () => finish());
      await page.exposeFunction('codeAutomationLog', () => undefined);
      await page.goto(server.url([['extensionDevelopmentPath', server.uri(harness.extension)], ['extensionTestsPath', server.uri(harness.tests)]]));
      await finished;
      const result = await readResult(harness.result);
      expect(result.checks.filter(({ error }) => error !== null)).toEqual([]);
      expect(result.checks).toHaveLength(result.expected);
    } finally {
      delete process.env['PACKLLM_RESULT'];
      await server.stop();
    }
  }, 240_000);
});

describe('Restricted Mode', () => {
  test('completes with the starter pack, and the workspace cannot choose a models folder', async () => {
    const server = await VscodeServer.start({ vsix, workspace: 'test/vscode/untrusted-workspace', settings, trust: true });
    try {
      const workbench = await Workbench.open(browser, server, 'note.md');
      await workbench.page.locator('.monaco-dialog-box').getByText('No', { exact: false }).first().click();
      await workbench.page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).waitFor();
      await workbench.page.locator('.statusbar-item[id^="packllm."] .codicon-sparkle').waitFor({ timeout: 60_000 });
      await workbench.goToLineEnd(3);
      await workbench.typeUntilGhostText(proseStarts);
      await workbench.screenshot('restricted-mode');
      await workbench.command('PackLLM: Benchmark This Pack on My Workspace');
      await workbench.notifications().getByText('Trust this workspace to measure the pack').waitFor();
      expect(await exists(`${server.workspace}/stolen`)).toBe(false);
    } finally {
      await server.stop();
    }
  });
});
