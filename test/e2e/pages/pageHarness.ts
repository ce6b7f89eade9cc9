import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { build } from 'esbuild';
import { chromium, type Browser, type Page } from 'playwright-core';
import { pageHtml, type PageName } from '../../../src/sidebar/page.ts';
import { noon } from './sidebarSamples.ts';
import { themes, type Theme } from './themes.ts';

const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const types: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css', '.ttf': 'font/ttf' };

/** A page whose own messages are `Sent` and that shows `Shown`. */
export interface OpenPage<Sent, Shown> {
  readonly page: Page;
  /** What the page sent to the host. */
  readonly sent: Sent[];
  /** Violations of the content security policy, script errors and console errors. */
  readonly problems: string[];
  /** Shows the page what the host would. */
  readonly send: (shown: Shown) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** What the editor itself puts below a page's styles. */
const editorStyles = `@layer vscode-default {
  body { padding: 0 20px; color: var(--vscode-editor-foreground); }
  code { padding: 1px 3px; border-radius: 4px; font-family: var(--monaco-monospace-font); color: var(--vscode-textPreformat-foreground); background-color: var(--vscode-textPreformat-background); }
}`;

/** A page of the product as the editor opens it: its own HTML and policy, freshly bundled, with the editor's side played by the test. */
export class PageHarness<Sent, Shown> {
  readonly #page: PageName;
  readonly #messageOf: (shown: Shown) => unknown;
  readonly #browser: Browser;
  readonly #server: Server;
  readonly #folder: string;
  #bundle: Readonly<Record<string, string>> = {};

  private constructor(page: PageName, messageOf: (shown: Shown) => unknown, browser: Browser, server: Server, folder: string) {
    this.#page = page;
    this.#messageOf = messageOf;
    this.#browser = browser;
    this.#server = server;
    this.#folder = folder;
    server.on('request', (request, response) => {
      void this.#answer(request.url ?? '/').then(({ type, body }) => response.writeHead(200, { 'content-type': type }).end(body), () => response.writeHead(404).end());
    });
  }

  static async start<Sent, Shown>(name: PageName, executablePath: string, messageOf: (shown: Shown) => unknown): Promise<PageHarness<Sent, Shown>> {
    const folder = await mkdtemp(join(tmpdir(), 'packllm-page-'));
    await build({ entryPoints: { [name]: `src/webview/${name}/main.ts` }, bundle: true, format: 'iife', target: 'chrome128', outdir: folder, logLevel: 'warning' });
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new PageHarness<Sent, Shown>(name, messageOf, await chromium.launch({ executablePath, args: flags }), server, folder);
  }

  async #answer(url: string): Promise<{ readonly type: string; readonly body: string | Buffer }> {
    if (url === '/') {
      return {
        type: 'text/html',
        body: pageHtml({ page: this.#page, nonce: 'harness', cspSource: "'self'", script: `/${this.#page}.js`, styles: `/${this.#page}.css`, codicons: '/codicon.css', language: 'en', bundle: this.#bundle }),
      };
    }
    const name = new URL(url, 'http://harness').pathname.slice(1);
    const folder = name.startsWith('codicon.') ? 'node_modules/@vscode/codicons/dist' : this.#folder;
    return { type: types[extname(name)] ?? 'text/plain', body: await readFile(join(folder, name)) };
  }

  /** Opens the page in a theme at a width, in pixels; `memory` is what `setState` kept. */
  async open(theme: Theme, width: number, options: { readonly memory?: unknown; readonly bundle?: Readonly<Record<string, string>> } = {}): Promise<OpenPage<Sent, Shown>> {
    this.#bundle = options.bundle ?? {};
    const page = await this.#browser.newPage({ viewport: { width, height: 900 }, reducedMotion: 'reduce' });
    await page.clock.install({ time: noon + 12_000 });
    const sent: Sent[] = [];
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(`error: ${error.message}`));
    page.on('console', (line) => {
      if (line.type() === 'error' && !line.text().includes('favicon')) problems.push(`console: ${line.text()}`);
    });
    await page.exposeFunction('harnessSend', (message: Sent) => void sent.push(message));
    await page.exposeFunction('harnessProblem', (problem: string) => void problems.push(problem));
    await page.addInitScript(({ variables, kind, memory, background, styles }) => {
      const scope = globalThis as unknown as Record<string, unknown> & { harnessSend(message: unknown): void; harnessProblem(problem: string): void };
      let kept = memory;
      scope['acquireVsCodeApi'] = () => ({
        postMessage: (message: unknown) => scope.harnessSend(message),
        getState: () => kept,
        setState: (state: unknown) => void (scope['harnessMemory'] = kept = state),
      });
      addEventListener('securitypolicyviolation', (event) => scope.harnessProblem(`policy: ${event.violatedDirective} ${event.blockedURI}`));
      addEventListener('DOMContentLoaded', () => {
        for (const [name, value] of Object.entries(variables)) document.documentElement.style.setProperty(`--vscode-${name}`, value);
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(styles);
        document.adoptedStyleSheets = [sheet];
        document.body.classList.add(`vscode-${kind}`);
        document.body.style.background = `var(--vscode-${background}-background)`;
      });
    }, { variables: themes[theme], kind: theme, memory: options.memory, background: this.#page === 'sidebar' ? 'sideBar' : 'editor', styles: editorStyles });
    await page.goto(`http://127.0.0.1:${this.#port}/`);
    await page.waitForSelector('header h1');
    return {
      page, sent, problems,
      send: async (shown) => {
        await page.evaluate((data) => dispatchEvent(new MessageEvent('message', { data })), this.#messageOf(shown));
        await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
      },
      close: () => page.close(),
    };
  }

  get #port(): number {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('The harness is not listening.');
    return address.port;
  }

  async stop(): Promise<void> {
    await this.#browser.close();
    await new Promise((resolve) => this.#server.close(resolve));
    await rm(this.#folder, { recursive: true, force: true });
  }
}
