import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pageMessage, type PageMessage, type SidebarState } from '../../src/protocol/sidebarMessages.ts';
import { PageHarness } from '../e2e/pages/pageHarness.ts';
import { states } from '../e2e/pages/sidebarSamples.ts';
import { fault } from '../support/faults.ts';
import { findChromium } from '../support/vscodeLane.ts';

const browserPath = await findChromium();
if (browserPath === null) console.log('Skipped: F25 in a browser; no Chromium was found (name one in PACKLLM_CHROMIUM).');

/** Words that run where somebody takes text for a page. */
const scripts = [
  '<script>globalThis.ran = true</script>', '<img src=x onerror="globalThis.ran = true">', '"><svg onload=globalThis.ran=true>', 'javascript:globalThis.ran=true', '<iframe srcdoc="<script>parent.ran=true</script>">',
  '</style><script>globalThis.ran = true</script>', "';globalThis.ran=true;//", '${globalThis.ran=true}', '{{constructor.constructor("globalThis.ran=true")()}}', '<a href="command:workbench.action.quit">x</a>',
] as const;

/** The state with every text replaced by one that would like to run. */
function poisoned(value: unknown, script: string): unknown {
  if (typeof value === 'string') return value.length > 20 || /[ /.]/.test(value) ? script : value;
  if (Array.isArray(value)) return value.map((part) => poisoned(part, script));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]: [string, unknown]) => [key, ['name', 'document', 'text', 'why', 'message', 'fix', 'architecture', 'quantisation', 'advice', 'id', 'member'].includes(key) && typeof part === 'string' ? script : poisoned(part, script)]));
}

const { rounds, figure } = fault('F25', { ci: 500, all: 10_000, unit: 'random messages each way' });

describe('F25: messages of the sidebar', () => {
  it('F25 from the page are one of its few actions, or nothing', () => {
    let understood = 0;
    fc.assert(fc.property(fc.oneof(fc.anything(), fc.record({ type: fc.constantFrom('ready', 'run', 'pin', 'state', '__proto__'), action: fc.anything(), weights: fc.anything() })), (value) => {
      const message = pageMessage(value);
      if (message !== null) understood += 1;
      expect(message === null || ['ready', 'run', 'pin'].includes(message.type)).toBe(true);
    }), { numRuns: rounds });
    figure(`page to host: 0 thrown, ${understood} understood, the rest dropped`);
  });

  describe.skipIf(browserPath === null)('in a browser', () => {
    let harness: PageHarness<PageMessage, Partial<SidebarState>>;
    beforeAll(async () => {
      harness = await PageHarness.start<PageMessage, Partial<SidebarState>>('sidebar', browserPath ?? '', (state) => ({ type: 'state', state }));
    });
    afterAll(() => harness.stop());

    it('F25 to the page run nothing and violate no policy', { timeout: 900_000 }, async () => {
      const { page, problems, send, close } = await harness.open('dark', 300);
      for (const script of scripts) {
        for (const state of Object.values(states)) {
          if (state !== null) await send(poisoned(state, script) as Partial<SidebarState>);
        }
      }
      const messages = fc.sample(fc.oneof(fc.json().map((text): unknown => JSON.parse(text)), fc.record({ type: fc.constant('state'), state: fc.jsonValue() })), rounds);
      for (let at = 0; at < messages.length; at += 100) {
        await page.evaluate((batch) => {
          for (const data of batch) dispatchEvent(new MessageEvent('message', { data }));
        }, messages.slice(at, at + 100));
      }
      await send(states['full'] as Partial<SidebarState>);
      const ran = await page.evaluate(() => (globalThis as { ran?: boolean }).ran === true);
      figure(`host to page: ${ran ? 1 : 0} script runs, ${problems.length} policy violations and errors; ${scripts.length} scripts in every text of ${Object.keys(states).length} states`);
      expect(ran).toBe(false);
      expect(problems).toEqual([]);
      expect(await page.locator('[data-member]').count()).toBeGreaterThan(0);
      await close();
    });
  });
});
