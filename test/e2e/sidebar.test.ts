import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium } from '../support/vscodeLane.ts';
import type { HostMessage, PageMessage, SidebarState } from '../../src/protocol/sidebarMessages.ts';
import { accessibilityProblems } from './pages/accessibility.ts';
import { PageHarness, type OpenPage } from './pages/pageHarness.ts';
import { names, sample, states } from './pages/sidebarSamples.ts';
import { themes, type Theme } from './pages/themes.ts';

const browserPath = await findChromium();
if (browserPath === null) console.log('Skipped: the sidebar in a browser; no Chromium was found (name one in PACKLLM_CHROMIUM).');

const shownWeights = (page: Page): Promise<readonly number[]> =>
  page.$$eval('.member .percent', (elements) => elements.map((element) => Number.parseInt(element.textContent, 10)));

/** The text of the focused element, or the label of the one inside a component. */
const focusedName = (page: Page): Promise<string> => page.evaluate(() => {
  const outer = document.activeElement;
  const inner = outer?.shadowRoot?.activeElement ?? outer;
  const labels = inner instanceof HTMLInputElement ? Array.from(inner.labels ?? [], (label) => label.textContent.trim()) : [];
  return inner?.getAttribute('aria-label') ?? labels[0] ?? outer?.textContent ?? '';
});

describe.skipIf(browserPath === null)('the sidebar’s page', () => {
  let harness: PageHarness<PageMessage, Partial<SidebarState>>;

  beforeAll(async () => {
    harness = await PageHarness.start<PageMessage, Partial<SidebarState>>('sidebar', browserPath ?? '', (state) => ({ type: 'state', state } satisfies HostMessage));
  });
  afterAll(() => harness.stop());

  const show = async (state: keyof typeof states | ReturnType<typeof sample>, theme: Theme = 'dark'): Promise<OpenPage<PageMessage, Partial<SidebarState>>> => {
    const opened = await harness.open(theme, 300);
    const content = typeof state === 'string' ? states[state] : state;
    if (content !== null && content !== undefined) await opened.send(content);
    return opened;
  };

  it.each(Object.keys(themes) as Theme[])('keeps to its policy and its width in %s', async (theme) => {
    const { page, sent, problems, send, close } = await show('untouched', theme);
    for (const [name, state] of Object.entries(states)) {
      if (state !== null) await send(state);
      for (const width of [200, 300, 420]) {
        await page.setViewportSize({ width, height: 900 });
        expect(await page.evaluate(() => document.documentElement.scrollWidth), `${name} at ${width}`).toBeLessThanOrEqual(width);
      }
      expect(problems, name).toEqual([]);
    }
    await expect.poll(() => sent).toEqual([{ type: 'ready' }]);
    await close();
  });

  it('would notice a violation of the policy', async () => {
    const { page, problems, close } = await show('untouched');
    await page.evaluate(() => document.body.setAttribute('style', 'color: red'));
    await expect.poll(() => problems.filter((problem) => problem.startsWith('policy:'))).not.toEqual([]);
    await close();
  });

  it.each(Object.keys(themes) as Theme[])('is accessible in %s', async (theme) => {
    const { page, send, close } = await show('untouched', theme);
    for (const [name, state] of Object.entries(states)) {
      if (state !== null) await send(state);
      expect(await accessibilityProblems(page, theme), name).toEqual([]);
    }
    await close();
  });

  it('would notice what a screen reader cannot name and the eye cannot read', async () => {
    const { page, close } = await show('full');
    await page.evaluate(() => {
      document.querySelector('.meter')?.removeAttribute('aria-label');
      const style = new CSSStyleSheet();
      style.replaceSync('.why { color: #444; }');
      document.adoptedStyleSheets.push(style);
    });
    expect((await accessibilityProblems(page, 'dark')).map((problem) => problem.split(':')[0])).toEqual(['aria-meter-name', 'color-contrast']);
    await close();
  });

  it('shows weights that sum to 100 % and follow the document', async () => {
    const { page, send, close } = await show('full');
    const before = await shownWeights(page);
    expect(before).toHaveLength(3);
    expect(before.reduce((sum, percent) => sum + percent, 0)).toBe(100);
    const { weights } = sample();
    await send({ weights: { ...weights!, document: 'README.md', members: weights!.members.map((member, index) => ({ ...member, weight: [1 / 7, 2 / 7, 4 / 7][index] ?? 0 })) } });
    expect(await shownWeights(page)).toEqual([14, 29, 57]);
    expect(await page.textContent('details:has(.members) .note')).toBe('README.md, 10 sec. ago');
    await close();
  });

  it('shows scripts in names and texts as text', async () => {
    const evil = '<img src=x onerror="window.ran=1"><script>window.ran=1</script>';
    const { page, problems, send, close } = await show(sample([evil, 'starter-python']));
    const { completion } = sample();
    await send({
      leftOut: [{ id: evil, message: evil, fix: evil }],
      completion: { ...completion!, document: evil, pieces: [{ text: evil, member: evil, probability: 1, byMember: [{ id: evil, share: 1 }] }] },
    });
    await page.hover('.piece');
    expect(await page.textContent('.member .name')).toBe(evil);
    expect(await page.textContent('.piece')).toBe(evil);
    expect(await page.$$('main img, main script')).toEqual([]);
    expect(await page.evaluate(() => 'ran' in globalThis)).toBe(false);
    expect(problems).toEqual([]);
    await close();
  });

  it('lets the keyboard reach every button, and each asks for its action', async () => {
    const { page, sent, close } = await show('trouble');
    const actions = await page.$$eval('[data-action]', (elements) => elements.filter((element) => element.checkVisibility()).map((element) => element.getAttribute('data-action') ?? ''));
    expect(new Set(actions)).toEqual(new Set(['restart-engine', 'manage-models', 'show-log', 'choose-weighting', 'pin-weights', 'toggle-workspace', 'complete-now', 'compare-members', 'open-report']));
    const reached: string[] = [];
    for (let step = 0; step < 40 && reached.length < actions.length; step++) {
      await page.keyboard.press('Tab');
      const action = await page.evaluate(() => document.activeElement?.getAttribute('data-action') ?? null);
      if (action === null) continue;
      expect(await focusedName(page)).not.toBe('');
      reached.push(action);
      await page.keyboard.press(reached.length % 2 === 0 && action !== 'toggle-workspace' ? 'Enter' : ' ');
    }
    expect(reached).toEqual(actions);
    await expect.poll(() => sent).toEqual([{ type: 'ready' }, ...actions.map((action) => ({ type: 'run', action }))]);
    await close();
  });

  it('walks the pieces with the arrow keys and tells what every member thought', async () => {
    const { page, close } = await show('full');
    await page.focus('.piece');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    expect(await focusedName(page)).toMatch(/^“=”: wanted most by starter-python; fused 82 %; starter-typescript \d+ %, starter-python \d+ %, starter-prose \d+ %$/u);
    expect(await page.$$eval('.shares li', (rows) => rows.length)).toBe(3);
    await page.keyboard.press('End');
    expect(await page.$$eval('.piece', (pieces) => pieces.map((piece) => piece.getAttribute('tabindex')).join(''))).toMatch(/^(-1)+0$/u);
    await page.keyboard.press('Tab');
    expect(await page.$('.shares')).toBeNull();
    await close();
  });

  it('gives the parts their roles', async () => {
    const { page, close } = await show('full');
    expect(await page.getByRole('heading').allTextContents()).toEqual(['Starter pack', 'Weights', 'Last completion', 'Alternatives', 'History of weights']);
    expect(await page.getByRole('meter').evaluateAll((meters) => meters.map((meter) => [meter.getAttribute('aria-label'), meter.getAttribute('aria-valuetext')])))
      .toEqual([['Weight of starter-typescript', '62 %, give or take 4'], ['Weight of starter-python', '27 %, give or take 3'], ['Weight of starter-prose', '11 %, give or take 2']]);
    const pieces = page.getByRole('listbox', { name: 'Pieces of the completion' });
    expect(await pieces.getByRole('option').count()).toBe(12);
    const chart = page.getByRole('listbox', { name: 'Weights of the last' });
    expect(await chart.getAttribute('aria-label')).toMatch(/^Weights of the last 24 requests: starter-typescript from 30 % to \d+ %/u);
    expect(await chart.getByRole('option').count()).toBe(24);
    expect(await page.getByRole('status').textContent()).toBe('Engine: Ready');
    await close();
  });

  it('says how long ago and about which document, and lets that grow', async () => {
    const { page, send, close } = await show('full');
    const note = (): Promise<string | null> => page.textContent('details:has(.members) .note');
    expect(await note()).toBe('orders.ts, 10 sec. ago');
    expect(await page.$$('.elsewhere')).toEqual([]);
    await page.clock.fastForward(3 * 60_000);
    expect(await note()).toBe('orders.ts, 3 min. ago');
    await send({ front: { document: 'inventory.py', weights: false, completion: true } });
    expect(await page.$$eval('.elsewhere', (lines) => lines.map((line) => line.textContent))).toEqual(['This is about orders.ts. inventory.py is in front and has none yet.']);
    await send({ front: { document: 'orders.ts', weights: false, completion: true } });
    expect(await page.textContent('.elsewhere')).toBe('This is about another document named orders.ts. The one in front has none yet.');
    await send({ front: null });
    expect(await page.$$eval('.elsewhere', (lines) => lines.length)).toBe(2);
    await close();
  });

  it('pins the weights as they are, moves them by the keyboard and lets go of them', async () => {
    const { page, sent, send, close } = await show('full');
    await page.getByRole('switch', { name: 'Pin the weights' }).click();
    await expect.poll(() => sent.at(-1)).toEqual({ type: 'pin', weights: [0.62, 0.27, 0.11].map((share, index) => ({ id: names[index], share })) });
    await send({ pinned: [0.6, 0.3, 0.1].map((share, index) => ({ id: names[index]!, share })) });
    const slider = page.getByRole('slider', { name: 'Pinned weight of starter-typescript' });
    await slider.focus();
    for (let press = 0; press < 20; press++) await page.keyboard.press('ArrowLeft');
    expect(await shownWeights(page)).toEqual([40, 45, 15]);
    expect(await slider.getAttribute('aria-valuetext')).toBe('40 %');
    const last = sent.at(-1);
    expect(last?.type === 'pin' ? last.weights.map(({ share }) => Math.round(share * 100)) : last).toEqual([40, 45, 15]);
    await send({ pinned: last?.type === 'pin' ? last.weights : null });
    await send({ weights: sample().weights });
    expect(await focusedName(page)).toBe('Pinned weight of starter-typescript');
    await page.getByRole('switch', { name: 'Pin the weights' }).click();
    await expect.poll(() => sent.at(-1)).toEqual({ type: 'run', action: 'unpin-weights' });
    await send({ pinned: null });
    expect(await page.getByRole('slider').count()).toBe(0);
    await close();
  });

  it('walks the history with the arrow keys', async () => {
    const { page, close } = await show('full');
    const chart = page.getByRole('listbox', { name: 'Weights of the last' });
    await chart.getByRole('option').last().focus();
    await page.keyboard.press('Home');
    expect(await focusedName(page)).toMatch(/^README\.md, \d\d:\d\d:\d\d: starter-typescript 30 %, starter-python 35 %, starter-prose 35 %$/u);
    expect(await page.textContent('.history ~ p')).toBe(await focusedName(page));
    await close();
  });

  it('does not read out that the engine is busy', async () => {
    const { page, send, close } = await show('full');
    await send({ engine: { kind: 'busy', message: '', fix: '' } });
    expect(await page.textContent('.engine')).toBe('Busy');
    expect(await page.getByRole('status').textContent()).toBe('Engine: Ready');
    await close();
  });

  it('gives a member one colour everywhere', async () => {
    const { page, close } = await show(sample(names.slice(0, 2)));
    const second = await page.$$eval('.member:nth-child(2) .bar rect:nth-child(2), .member:nth-child(2) .swatch rect, .history g rect:nth-of-type(2)', (rects) => rects.map((rect) => getComputedStyle(rect).fill));
    expect(second.length).toBeGreaterThan(10);
    expect(new Set(second)).toEqual(new Set(['rgb(209, 134, 22)']));
    expect(await page.$eval('.piece.colour-1', (piece) => getComputedStyle(piece).textDecorationColor)).toBe('rgb(209, 134, 22)');
    await close();
  });

  it('remembers what was folded away', async () => {
    const { page, close } = await show('full');
    await page.click('summary:has-text("Weights")');
    const memory: unknown = await page.waitForFunction(() => (globalThis as Record<string, unknown>)['harnessMemory']).then((kept) => kept.jsonValue());
    await close();
    expect(memory).toEqual({ folded: ['weights'] });
    const again = await harness.open('dark', 300, { memory });
    expect(await again.page.$$eval('details:not([hidden])', (sections) => sections.map((section) => (section as HTMLDetailsElement).open))).toEqual([false, true, true]);
    await again.close();
  });

  it('survives messages that are not the host’s', async () => {
    const { page, problems, close } = await show('full');
    await page.evaluate(() => {
      for (const data of [null, 'state', { type: 'state' }, { type: 'state', state: { weights: 3 } }, { type: 'html', html: '<b>' }, [], { type: 'state', state: { engine: { kind: 'x' } } }]) {
        dispatchEvent(new MessageEvent('message', { data }));
      }
    });
    expect(await shownWeights(page)).toEqual([62, 27, 11]);
    expect(problems).toEqual([]);
    await close();
  });

  it('offers the report only when there is one', async () => {
    const { page, send, close } = await show('full');
    const visible = (): Promise<boolean> => page.isVisible('[data-action=open-report]');
    expect(await visible()).toBe(true);
    await send({ completion: null });
    expect(await visible()).toBe(false);
    await close();
  });

  it('speaks the language of its translations', async () => {
    const translated = await harness.open('dark', 300, { bundle: { 'Weights': 'Gewichte', 'Open Report': 'Bericht öffnen' } });
    expect(await translated.page.textContent('summary:has-text("Gewichte") h2')).toBe('Gewichte');
    expect(await translated.page.textContent('[data-action=open-report]')).toBe('Bericht öffnen');
    await translated.close();
  });
});
