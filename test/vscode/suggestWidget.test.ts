import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { builtVsix } from '../support/builtVsix.ts';
import { Recorder } from '../support/recorder.ts';
import { VscodeServer } from '../support/vscodeServer.ts';
import { launchBrowser, Workbench } from '../support/workbench.ts';

/** The widget opens by hand only, lists words of the document and nothing else, and its first item is the selected one. Whatever the models write is shown, however late. */
const settings = {
  'editor.quickSuggestions': { other: 'off', comments: 'off', strings: 'off' }, 'editor.suggestOnTriggerCharacters': false, 'editor.wordBasedSuggestions': 'currentDocument',
  'editor.suggest.showSnippets': false, 'editor.suggestSelection': 'first', 'editor.autoClosingBrackets': 'never', 'editor.autoClosingQuotes': 'never', 'editor.parameterHints.enabled': false,
  'editor.autoIndent': 'none', 'packllm.minimumConfidence': 0, 'packllm.deadlineMs': 20_000, 'packllm.latencyBudgetMs': 0,
};

/** Beginnings of words of the document, where small models go on after the word. */
const starts = ['return self.quant', 'self.quant', 'for article in self.quant', 'if self.quant', 'value = self.quant'] as const;
const document = [
  'class Inventory:', '    def __init__(self):', '        self.quantities = {}', '        self.quantifiers = {}', '',
  '    def add(self, name, count):', '        self.quantities[name] = self.quantities.get(name, 0) + count', '',
  '    def remove(self, name, count):', '        self.quantities[name] = self.quantities.get(name, 0) - count', '',
  '    def count(self, name):', '',
].join('\n');

let vsix: string;
let browser: Browser;
let recorder: Recorder;
let server: VscodeServer;
let workbench: Workbench;
let folder: string;

beforeAll(async () => {
  vsix = await builtVsix();
  browser = await launchBrowser();
  recorder = await Recorder.build();
  folder = await mkdtemp(join(tmpdir(), 'packllm-widget-'));
  await writeFile(join(folder, 'inventory.py'), document);
  server = await VscodeServer.start({ vsix, workspace: folder, settings });
  workbench = await Workbench.open(browser, server, 'inventory.py', [['extensionDevelopmentPath', server.uri(recorder.extension)]]);
});

afterAll(async () => {
  await server.stop();
  await browser.close();
  await rm(folder, { recursive: true, force: true });
  delete process.env['PACKLLM_RECORD'];
});

const widget = () => workbench.page.locator('.suggest-widget.visible');
const selectedItem = async (): Promise<string> => (await widget().locator('.monaco-list-row.focused .label-name').first().textContent() ?? '').trim();

const reportCount = async (): Promise<number> => (await recorder.read()).reports.length;

/** Waits for the end of a request that nobody cancelled. */
const answerSince = async (count: number): Promise<void> =>
  expect.poll(async () => (await recorder.read()).reports.slice(count).some(({ reason }) => reason !== 'cancelled'), { timeout: 30_000 }).toBe(true);

/** The line of the cursor as it stands on screen, ghost text included. */
async function shownLine(): Promise<string> {
  const { line } = await workbench.cursor();
  return (await workbench.visibleText()).split('\n')[line - 1] ?? '';
}

/** Types a start and opens the widget, until a suggestion goes on from the item that is selected in it. Gives the start and the item. */
async function openUntilExtended(): Promise<{ readonly start: string; readonly item: string; readonly text: string }> {
  for (const start of starts) {
    await workbench.page.keyboard.press('Escape');
    await workbench.page.keyboard.press('Control+End');
    await workbench.page.keyboard.press('Enter');
    await workbench.page.keyboard.type(start);
    const before = await reportCount();
    await workbench.page.keyboard.press('Control+Space');
    await widget().waitFor();
    const item = await selectedItem();
    await answerSince(before);
    const text = (await recorder.read()).reports.at(-1)?.text ?? '';
    if (text !== '' && !text.includes('\n')) return { start, item, text };
  }
  throw new Error('No suggestion went on from an item.');
}

test('a suggestion goes on from the selected item, the widget stays and gets its keys', { timeout: 180_000 }, async () => {
  await expect.poll(async () => (await recorder.read()).ready, { timeout: 90_000 }).toBe(true);
  const { start, item, text } = await openUntilExtended();
  const stem = start.slice(0, start.length - 'quant'.length);
  expect(item).toMatch(/^quant/u);
  await expect.poll(shownLine).toBe(`${stem}${item}${text}`);
  await workbench.screenshot('suggest-widget');

  const atFirst = await reportCount();
  await workbench.page.keyboard.press('ArrowDown');
  await expect.poll(selectedItem).not.toBe(item);
  await answerSince(atFirst);
  const other = await selectedItem();
  await expect.poll(shownLine).toMatch(new RegExp(`^${stem}(quant$|${other})`, 'u'));
  const atSecond = await reportCount();
  await workbench.page.keyboard.press('ArrowUp');
  await answerSince(atSecond);
  await expect.poll(shownLine).toBe(`${stem}${item}${text}`);

  // Tab takes the item and nothing more; the rest is there without a new request.
  const { line } = await workbench.cursor();
  const before = await reportCount();
  await workbench.page.keyboard.press('Tab');
  await widget().waitFor({ state: 'detached' });
  await expect.poll(() => workbench.cursor()).toEqual({ line, column: stem.length + item.length + 1 });
  await expect.poll(() => workbench.suggestion(), { timeout: 20_000 }).toBe(text);
  expect((await recorder.read()).reports.slice(before).filter(({ source }) => source === 'generated')).toEqual([]);
  await workbench.page.keyboard.press('Tab');
  await expect.poll(() => workbench.cursor()).toEqual({ line, column: stem.length + item.length + text.length + 1 });
});
