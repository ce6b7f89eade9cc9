import { readFile } from 'node:fs/promises';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import type { Theme } from './themes.ts';

const axe = readFile('node_modules/axe-core/axe.min.js', 'utf8');

/** What axe-core finds wrong with a page as it is now, one line per element. Only colours depend on the theme: every other rule is asked in one of them. */
export async function accessibilityProblems(page: Page, theme: Theme): Promise<readonly string[]> {
  if (!await page.evaluate(() => 'axe' in globalThis)) await page.evaluate(await axe);
  const rules = theme === 'dark' ? {} : { runOnly: { type: 'rule', values: ['color-contrast'] } };
  const { violations } = await page.evaluate<AxeResults>(`axe.run(document, ${JSON.stringify({ ...rules, resultTypes: ['violations'] })})`);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary = '' }) => `${id}: ${target.join(' ')}: ${failureSummary.replaceAll('\n', ' ')}`));
}
