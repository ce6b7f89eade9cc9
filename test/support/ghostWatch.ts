import type { Page } from 'playwright-core';

/** Times from keys to the ghost texts that they brought, ms. */
export interface GhostTimes {
  /** The text was there when the key was drawn. */
  readonly kept: readonly number[];
  /** The text came later. */
  readonly came: readonly number[];
}

interface Watch {
  keyAt: number | null;
  drawn: number;
  kept: number[];
  came: number[];
}

/** Watches, inside the page, how long after each key a suggestion is drawn. */
export class GhostWatch {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async start(): Promise<void> {
    await this.#page.evaluate(() => {
      const watch: Watch = { keyAt: null, drawn: 0, kept: [], came: [] };
      (globalThis as unknown as { ghostWatch: Watch }).ghostWatch = watch;
      document.addEventListener('keydown', () => {
        watch.keyAt = performance.now();
        watch.drawn = 0;
      }, true);
      new MutationObserver((changes) => {
        if (watch.keyAt === null || !changes.some(({ target }) => target instanceof Element && target.closest('.view-lines') !== null)) return;
        watch.drawn++;
        if (document.querySelector('.ghost-text-decoration, .ghost-text-decoration-preview') === null) return;
        (watch.drawn === 1 ? watch.kept : watch.came).push(performance.now() - watch.keyAt);
        watch.keyAt = null;
      }).observe(document.body, { subtree: true, childList: true, characterData: true });
    });
  }

  async times(): Promise<GhostTimes> {
    return this.#page.evaluate(() => {
      const { kept, came } = (globalThis as unknown as { ghostWatch: Watch }).ghostWatch;
      return { kept, came };
    });
  }

  /** The suggestion on the cursor's line at this instant; '' when there is none. */
  async ghost(): Promise<string> {
    return this.#page.evaluate(() =>
      [...document.querySelectorAll('.ghost-text-decoration, .ghost-text-decoration-preview')].map((element) => element.textContent).join('').replaceAll('\u00a0', ' '));
  }
}
