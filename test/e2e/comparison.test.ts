import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Comparison, ComparisonHostMessage, ComparisonPageMessage } from '../../src/protocol/comparisonMessages.ts';
import { findChromium } from '../support/vscodeLane.ts';
import { accessibilityProblems } from './pages/accessibility.ts';
import { comparison, comparisons } from './pages/comparisonSamples.ts';
import { PageHarness, type OpenPage } from './pages/pageHarness.ts';
import { themes, type Theme } from './pages/themes.ts';

const browserPath = await findChromium();
if (browserPath === null) console.log('Skipped: the comparison in a browser; no Chromium was found (name one in PACKLLM_CHROMIUM).');

describe.skipIf(browserPath === null)('the page that compares members', () => {
  let harness: PageHarness<ComparisonPageMessage, Comparison>;

  beforeAll(async () => {
    harness = await PageHarness.start<ComparisonPageMessage, Comparison>('comparison', browserPath ?? '', (shown) => ({ type: 'comparison', comparison: shown } satisfies ComparisonHostMessage));
  });
  afterAll(() => harness.stop());

  const show = async (shown: Comparison | null, theme: Theme = 'dark'): Promise<OpenPage<ComparisonPageMessage, Comparison>> => {
    const opened = await harness.open(theme, 900);
    if (shown !== null) await opened.send(shown);
    return opened;
  };

  it.each(Object.keys(themes) as Theme[])('keeps to its policy and its width in %s', async (theme) => {
    const { page, sent, problems, send, close } = await show(null, theme);
    for (const [name, state] of Object.entries(comparisons)) {
      if (state !== null) await send(state);
      for (const width of [300, 1200]) {
        await page.setViewportSize({ width, height: 900 });
        expect(await page.evaluate(() => document.documentElement.scrollWidth), `${name} at ${width}`).toBeLessThanOrEqual(width);
      }
      expect(problems, name).toEqual([]);
    }
    expect(sent).toEqual([{ type: 'ready' }]);
    await close();
  });

  it.each(Object.keys(themes) as Theme[])('is accessible in %s', async (theme) => {
    const { page, send, close } = await show(null, theme);
    for (const [name, state] of Object.entries(comparisons)) {
      if (state !== null) await send(state);
      expect(await accessibilityProblems(page, theme), name).toEqual([]);
    }
    await close();
  });

  it('marks what differs for the eye and says it for the ear', async () => {
    const { page, close } = await show(comparison());
    const own = page.locator('.own li');
    expect(await own.locator('h3').allTextContents()).toEqual(['starter-typescript', 'starter-python', 'starter-prose', 'qwen-coder']);
    expect(await own.nth(0).locator('ins, del').count()).toBe(0);
    expect(await own.nth(0).innerText()).toContain('The same as the fused text.');
    expect(await own.nth(1).locator('ins').allInnerTexts()).toEqual([expect.stringMatching(/^only here:\s*total\s*\(end\)$/u)]);
    expect(await own.nth(1).locator('del').allInnerTexts()).toEqual([expect.stringMatching(/^missing:\s*sum\s*\(end\)$/u), expect.stringMatching(/^missing:\s*order\.\s*\(end\)$/u)]);
    expect(await own.nth(1).innerText()).toContain('Differs from the fused text in 2 places.');
    const [line] = await own.nth(1).locator('del').evaluateAll((marks) => marks.map((mark) => getComputedStyle(mark).textDecorationLine));
    expect(line).toBe('line-through');
    expect(await own.nth(2).locator('del').count()).toBe(0);
    expect(await own.nth(2).innerText()).toContain('Little or nothing in common with the fused text.');
    expect(await own.nth(3).innerText()).toContain('The pack thinks the text ends here.');
    await close();
  });

  it('tells of the fused text what every member thought of each piece', async () => {
    const { page, close } = await show(comparison());
    await page.focus('.piece');
    await page.keyboard.press('End');
    expect(await page.locator('.fused .shares li').count()).toBe(3);
    await close();
  });

  it('shows who foresees which text, the fewest bits of each column marked', async () => {
    const { page, close } = await show(comparison());
    const table = page.getByRole('table');
    expect(await table.getByRole('columnheader').allTextContents()).toEqual(['Text of', 'starter-typescript', 'starter-python', 'starter-prose', 'Pack']);
    expect(await table.getByRole('rowheader').allTextContents()).toEqual(['Fused', 'starter-typescript', 'starter-python', 'starter-prose', 'qwen-coder']);
    const least = await table.locator('tbody tr').evaluateAll((rows) => rows.map((row) => [...row.querySelectorAll('td')].map((cell) => (cell.matches('.least') ? cell.textContent : ''))));
    expect(least).toEqual([['▾fewest of the column0.61', '', '', '▾fewest of the column0.70'], ['▾fewest of the column0.61', '', '', '▾fewest of the column0.70'], ['', '▾fewest of the column0.80', '', ''], ['', '', '▾fewest of the column1.20', ''], ['', '', '', '']]);
    await close();
  });

  it('can be cancelled and begun again from the keyboard, which keeps its place', async () => {
    const { page, sent, send, close } = await show(comparisons['writing']!);
    expect(await page.getByRole('status').textContent()).toBe('Writing: 1 of 3 texts.');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect.poll(() => sent.at(-1)).toEqual({ type: 'run', action: 'cancel-comparison' });
    await send(comparisons['cancelled']!);
    expect(await page.getByRole('button', { name: 'Cancel' }).count()).toBe(0);
    await page.keyboard.press('Enter');
    await expect.poll(() => sent.at(-1)).toEqual({ type: 'run', action: 'compare-members' });
    await close();
  });

  it('says what to do while the engine is off', async () => {
    const { page, sent, close } = await show(comparisons['failed']!);
    expect(await page.getByRole('alert').innerText()).toContain('The model engine stopped 5 times in 3 minutes and stays off. Restart the engine.');
    await page.getByRole('button', { name: 'Restart Engine' }).click();
    await expect.poll(() => sent.at(-1)).toEqual({ type: 'run', action: 'restart-engine' });
    await close();
  });

  it('shows scripts in names and texts as text', async () => {
    const evil = '<img src=x onerror="window.ran=1"><script>window.ran=1</script>';
    const { page, problems, close } = await show(comparison({
      document: evil, prompt: { before: evil, after: evil, earlier: false, later: false }, weights: [{ id: evil, share: 1 }],
      texts: [null, evil].map((member) => ({ member, outcome: { kind: 'written', text: evil, reason: null, ms: 1, pieces: [{ text: evil, member: evil, probability: 1, byMember: { a: 1 } }] } })),
      scores: { members: [evil], rows: [{ byMember: [1], pack: 1 }, { byMember: [1], pack: 1 }] },
    }));
    expect(await page.textContent('.own .text')).toBe(evil);
    expect(await page.$$('main img, main script')).toEqual([]);
    expect(await page.evaluate(() => 'ran' in globalThis)).toBe(false);
    expect(problems).toEqual([]);
    await close();
  });

  it('survives messages that are not the host’s', async () => {
    const { page, problems, close } = await show(comparison());
    await page.evaluate(() => {
      for (const data of [null, {}, { type: 'comparison' }, { type: 'comparison', comparison: { texts: 3 } }, { type: 'state', state: {} }, []]) dispatchEvent(new MessageEvent('message', { data }));
    });
    expect(await page.locator('.own li').count()).toBe(4);
    expect(problems).toEqual([]);
    await close();
  });
});
