import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { builtVsix } from '../support/builtVsix.ts';
import { VscodeServer } from '../support/vscodeServer.ts';
import { launchBrowser, Workbench } from '../support/workbench.ts';

let vsix: string;
let browser: Browser;
let server: VscodeServer;
let workbench: Workbench;

beforeAll(async () => {
  vsix = await builtVsix();
  browser = await launchBrowser();
  server = await VscodeServer.start({ vsix, workspace: 'media/samples' });
  workbench = await Workbench.open(browser, server, 'inventory.py');
  await workbench.page.locator('.statusbar-item[id^="packllm."] .codicon-sparkle').waitFor({ timeout: 90_000 });
});

afterAll(async () => {
  await server.stop();
  await browser.close();
});

/** Holds the engine, so that nothing can end before the user has ended it. */
async function holdingEngine(work: () => Promise<void>): Promise<void> {
  const engines = await server.descendants('engine.js');
  expect(engines).toHaveLength(1);
  for (const engine of engines) process.kill(engine, 'SIGSTOP');
  try {
    await work();
  } finally {
    for (const engine of await server.descendants('engine.js')) process.kill(engine, 'SIGCONT');
  }
}

test('a benchmark ends by the button of its notice', async () => {
  await holdingEngine(async () => {
    await workbench.command('PackLLM: Benchmark This Pack on My Workspace');
    await workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: '50 lines' }).click();
    await workbench.notifications().getByText('Benchmarking the pack').waitFor();
    await workbench.page.locator('.notification-toast').getByRole('button', { name: 'Cancel' }).click();
    await workbench.notifications().getByText('The benchmark ended before its first line was measured.').waitFor();
  });
  await workbench.notifications().getByText('Benchmarking the pack').waitFor({ state: 'detached' });
});

test('a comparison ends by the button of its page, and can be begun again', async () => {
  await workbench.showTab('inventory.py');
  await workbench.goToLineEnd(41);
  await holdingEngine(async () => {
    await workbench.command('PackLLM: Compare Members');
    const page = await workbench.webview('comparison');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('status').getByText('Cancelled').waitFor();
  });
  const page = await workbench.webview('comparison');
  await page.getByRole('button', { name: 'Compare Again' }).click();
  await page.getByRole('status').getByText('All texts are written and scored.').waitFor({ timeout: 60_000 });
});
