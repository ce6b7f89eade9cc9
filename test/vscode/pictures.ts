// `npm run pictures [-- FOLDER]`: what the README shows, and what to look at after a change of looks: ghost text, sidebar, comparison and walkthrough in a real VS Code, in
// light, dark and high contrast, with whatever the pack in use really writes.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { builtVsix } from '../support/builtVsix.ts';
import { VscodeServer } from '../support/vscodeServer.ts';
import { launchBrowser, Workbench } from '../support/workbench.ts';

/** The themes, and the classes by which the window tells that it shows them. */
const themes = {
  'dark': { name: 'Default Dark Modern', shown: 'vs-dark' },
  'light': { name: 'Default Light Modern', shown: 'vs' },
  'high-contrast': { name: 'Default High Contrast', shown: 'hc-black' },
} as const;

/** What is typed at the end of which line of which sample. */
const places = [
  { name: 'python', file: 'inventory.py', line: 41, typed: ' self.' },
  { name: 'prose', file: 'guide.md', line: 24, typed: ' ' },
  { name: 'typescript', file: 'orders.ts', line: 30, typed: '\n\nexport function largest(orders: readonly Order[]): Order | undefined {\n  return ' },
] as const;

const [folder = 'artifacts/pictures'] = process.argv.slice(2);
await mkdir(folder, { recursive: true });
const vsix = await builtVsix();
const browser = await launchBrowser();
for (const theme of (process.env['PACKLLM_THEMES']?.split(',') ?? Object.keys(themes)) as (keyof typeof themes)[]) await take(browser, theme);
await browser.close();

async function take(from: Browser, theme: keyof typeof themes): Promise<void> {
  const server = await VscodeServer.start({
    vsix, workspace: 'media/samples', ...(process.env['PACKLLM_MODELS_DIR'] === undefined ? {} : { modelsFolder: process.env['PACKLLM_MODELS_DIR'] }),
    settings: {
      'workbench.colorTheme': themes[theme].name, 'editor.minimap.enabled': false, 'editor.quickSuggestions': { other: 'off', comments: 'off', strings: 'off' }, 'editor.autoClosingBrackets': 'never',
      // Spinners are drawn without a graphics card here, which would take the time of the models.
      'workbench.reduceMotion': 'on', 'editor.cursorBlinking': 'solid',
      // The same texts on a machine that is busy.
      'packllm.deadlineMs': 60_000, 'packllm.latencyBudgetMs': 0,
    },
  });
  try {
    const workbench = await Workbench.open(from, server, places[0].file);
    const { page } = workbench;
    await page.locator(`.monaco-workbench.${themes[theme].shown}`).waitFor({ timeout: 60_000 });
    const picture = async (name: string, of: Page | Locator = page): Promise<void> => {
      await page.mouse.move(700, 700);
      await page.locator('.monaco-hover:visible').waitFor({ state: 'detached', timeout: 5000 }).catch(() => undefined);
      await of.screenshot({ path: join(folder, `${name}-${theme}.png`) });
    };
    await workbench.openWalkthrough('Get Started with PackLLM');
    for (const { file } of places.slice(1)) await workbench.openFile(file);
    await workbench.command('PackLLM: Focus on Pack View');
    await page.locator('.statusbar-item[id^="packllm."] .codicon-sparkle').waitFor({ timeout: 120_000 });
    for (const { file, line, typed, name } of places) {
      await workbench.showTab(file);
      // The members have read the file by the time that somebody types in it.
      await workbench.goToLineEnd(line - 1);
      await workbench.command('PackLLM: Complete Now');
      const sidebar = await workbench.webview('sidebar');
      await sidebar.locator('.note', { hasText: file }).first().waitFor({ timeout: 60_000 });
      await page.keyboard.press('Escape');
      await workbench.goToLineEnd(line);
      await page.keyboard.insertText(typed);
      await workbench.command('PackLLM: Complete Now');
      await workbench.ghostText().waitFor({ timeout: 60_000 }).catch(() => console.log(`${theme}: ${file} has no ghost text.`));
      await sidebar.locator('.engine', { hasText: 'Ready' }).waitFor({ timeout: 60_000 });
      await picture(name);
    }
    await page.setViewportSize({ width: 1280, height: 1560 });
    await picture('sidebar', page.locator('.part.sidebar'));
    await page.setViewportSize({ width: 1280, height: 800 });
    await workbench.showTab(places[0].file);
    await workbench.goToLineEnd(places[0].line);
    await workbench.command('View: Close Primary Side Bar');
    await workbench.command('PackLLM: Compare Members');
    await (await workbench.webview('comparison')).getByRole('status').getByText('All texts are written and scored.').waitFor({ timeout: 180_000 });
    await page.setViewportSize({ width: 1280, height: 1140 });
    await picture('comparison', page.locator('.editor-group-container').last());
    await page.setViewportSize({ width: 1280, height: 800 });
    await workbench.closeTab('Compare Members');
    await workbench.openWalkthrough('Get Started with PackLLM');
    console.log(`${theme}: complete are ${(await workbench.completeSteps()).join(', ')}`);
    for (const step of ['Meet the pack', 'Get the standard pack', 'Get your first suggestion', 'Read the weights']) {
      await page.locator('.getting-started-step', { hasText: step }).click();
      await picture(`walkthrough-${step.toLowerCase().replaceAll(' ', '-')}`);
    }
  } finally {
    await server.stop();
  }
}
