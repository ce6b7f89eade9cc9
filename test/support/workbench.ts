import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, errors, type Browser, type Frame, type Locator, type Page } from 'playwright-core';
import type { PageName } from '../../src/sidebar/page.ts';
import { findChromium } from './vscodeLane.ts';
import type { VscodeServer } from './vscodeServer.ts';

const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export async function launchBrowser(): Promise<Browser> {
  const executablePath = await findChromium();
  if (executablePath === null) throw new Error('There is no Chromium on this machine: install it (Debian: apt-get install chromium) or name one in PACKLLM_CHROMIUM.');
  return chromium.launch({ executablePath, args: flags });
}

/** The VS Code window as a person uses it: keys, the palette, what is on screen. */
export class Workbench {
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
  }

  static async open(browser: Browser, server: VscodeServer, file?: string, payload: readonly (readonly [string, string])[] = []): Promise<Workbench> {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, colorScheme: 'dark' });
    const opened: [string, string][] = file === undefined ? [] : [['openFile', server.uri(join(server.workspace, file))]];
    await page.goto(server.url([...opened, ...payload]));
    const workbench = new Workbench(page);
    await page.locator('.monaco-workbench .statusbar').waitFor({ timeout: 60_000 });
    if (file !== undefined) await workbench.editor().waitFor({ timeout: 60_000 });
    return workbench;
  }

  editor(): Locator {
    return this.page.locator('.editor-instance .monaco-editor .view-lines').last();
  }

  statusItem(): Locator {
    return this.page.locator('.statusbar-item[id^="packllm."]').first();
  }

  ghostText(): Locator {
    return this.page.locator('.ghost-text-decoration, .ghost-text-decoration-preview, .suggest-preview-text').first();
  }

  /** The whole suggestion on the cursor's line, which the editor may draw in several stretches. */
  async suggestion(): Promise<string> {
    const stretches = await this.page.locator('.ghost-text-decoration, .ghost-text-decoration-preview').allTextContents();
    return stretches.join('').replaceAll('\u00a0', ' ');
  }

  /** Line and column of the cursor, as the status bar tells them. */
  async cursor(): Promise<{ readonly line: number; readonly column: number }> {
    const shown = await this.page.locator('.statusbar-item', { hasText: /Ln \d+, Col \d+/ }).textContent();
    const [, line, column] = /Ln (\d+), Col (\d+)/.exec(shown ?? '') ?? [];
    return { line: Number(line), column: Number(column) };
  }

  /** Opens the palette with `text`; again where something took the focus from it, for then it closes. */
  async #openPalette(text: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget input.input');
    for (let triesLeft = 3; ; triesLeft -= 1) {
      await this.page.keyboard.press('F1');
      try {
        await input.fill(text, { timeout: 10_000 });
        return;
      } catch (thrown) {
        if (!(thrown instanceof errors.TimeoutError) || triesLeft === 0) throw thrown;
      }
    }
  }

  /** Runs a command by its title through the palette. */
  async command(title: string): Promise<void> {
    await this.#openPalette(`>${title}`);
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().waitFor();
    await this.page.keyboard.press('Enter');
  }

  /**
   * Types one start of a line after the other, each on a line of its own, until one brings ghost text.
   * Small models do not go on with every start, and no test may depend on which.
   */
  async typeUntilGhostText(starts: readonly string[]): Promise<string> {
    for (const start of starts) {
      await this.page.keyboard.press('Enter');
      await this.page.keyboard.type(start);
      if (await this.ghostText().waitFor({ timeout: 5000 }).then(() => true, () => false)) return start;
    }
    throw new Error('No start of a line brought ghost text.');
  }

  /** Opens the walkthrough, which takes note of what happens from then on. */
  async openWalkthrough(title: string): Promise<void> {
    await this.command('Welcome: Open Walkthrough...');
    await this.answer(title);
    await this.page.locator('.getting-started-step').first().waitFor();
  }

  /** Titles of the steps of the walkthrough in view that are complete. */
  async completeSteps(): Promise<readonly string[]> {
    return this.page.locator('.getting-started-step:has(.codicon-getting-started-step-checked) .step-title').allTextContents();
  }

  /** Answers the open input box. */
  async answer(text: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget input.input');
    await input.waitFor();
    await input.fill(text);
    await this.page.keyboard.press('Enter');
  }

  /** Opens a file at the top of the workspace from the explorer. */
  async openFile(name: string): Promise<void> {
    await this.command('View: Show Explorer');
    await this.page.locator('.explorer-folders-view .monaco-list-row', { hasText: name }).dblclick();
    await this.page.locator('.tab.active', { hasText: name }).waitFor();
  }

  /** Brings an open file to the front. */
  async showTab(name: string): Promise<void> {
    await this.page.locator('.tab', { hasText: name }).click();
    await this.page.locator('.tab.active', { hasText: name }).waitFor();
  }

  async closeTab(name: string): Promise<void> {
    const tab = this.page.locator('.tab', { hasText: name });
    await tab.click({ button: 'middle' });
    await tab.waitFor({ state: 'detached' });
  }

  /** Puts the cursor at a 1-based line and column of the active editor. */
  async goTo(line: number, column: number): Promise<void> {
    await this.page.keyboard.press('Control+G');
    const input = this.page.locator('.quick-input-widget input.input');
    await input.waitFor();
    await input.fill(`:${line}:${column}`);
    await this.page.keyboard.press('Enter');
    await input.waitFor({ state: 'hidden' });
  }

  /** Puts the cursor at the end of a 1-based line of the active editor. */
  async goToLineEnd(line: number): Promise<void> {
    await this.goTo(line, 1);
    await this.page.keyboard.press('End');
  }

  /** Text of the active editor's visible lines, in their order on screen, with plain spaces. */
  async visibleText(): Promise<string> {
    const lines = await this.page.locator('.editor-instance .monaco-editor .view-lines').last().locator('.view-line')
      .evaluateAll((elements) => elements.map((element) => ({ top: parseFloat((element as HTMLElement).style.top), text: element.textContent })));
    return lines.sort((a, b) => a.top - b.top).map((line) => line.text).join('\n').replaceAll('\u00a0', ' ');
  }

  /** The document of one of the extension's pages, once a webview shows it. */
  async webview(name: PageName): Promise<Frame> {
    const end = Date.now() + 60_000;
    while (Date.now() < end) {
      for (const frame of this.page.frames()) {
        // A frame may be gone by the time that it is asked.
        if (await frame.$(`main#${name}`).catch(() => null) !== null) return frame;
      }
      await this.page.waitForTimeout(100);
    }
    throw new Error(`No webview shows the ${name}.`);
  }

  notifications(): Locator {
    return this.page.locator('.notification-toast .notification-list-item-message');
  }

  async screenshot(name: string): Promise<void> {
    await mkdir('artifacts/screenshots', { recursive: true });
    await this.page.screenshot({ path: `artifacts/screenshots/${name}.png` });
  }
}
