import fc from 'fast-check';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { hostMessage, pageMessage, sidebarActions } from '../../../src/protocol/sidebarMessages.ts';
import { actionCommands } from '../../../src/sidebar/actions.ts';
import { pageHtml } from '../../../src/sidebar/page.ts';
import { sample } from '../../e2e/pages/sidebarSamples.ts';

describe('messages of the sidebar', () => {
  it('are dropped, never thrown at, when they are anything else', () => {
    fc.assert(fc.property(fc.anything({ withNullPrototype: true, withSparseArray: true, withBigInt: true, withMap: true }), (value) => {
      expect(pageMessage(value)).toBeNull();
      expect(hostMessage(value)).toBeNull();
    }), { numRuns: 1000 });
  });

  it('are dropped when a valid one is damaged in one place', () => {
    const valid = { type: 'state', state: sample() };
    const wrong: readonly (readonly [readonly string[], unknown])[] = [
      [['engine', 'kind'], 'exploding'], [['weights', 'members', '0', 'weight'], 1.5], [['weights', 'members', '0', 'id'], ''], [['history'], {}],
      [['completion', 'pieces', '0', 'text'], 7], [['members', '0', 'bytesInMemory'], -1], [['completion', 'timing', 'totalMs'], Number.NaN],
    ];
    for (const [path, value] of wrong) {
      const message: unknown = structuredClone(valid);
      let place = (message as { state: unknown }).state as Record<string, unknown>;
      for (const key of path.slice(0, -1)) place = place[key] as Record<string, unknown>;
      place[path.at(-1)!] = value;
      expect(hostMessage(message), path.join('.')).toBeNull();
    }
    expect(hostMessage(valid)).toEqual(valid);
  });

  it('never carry keys that reach a prototype', () => {
    for (const key of ['__proto__', 'constructor', 'prototype']) {
      const state: unknown = JSON.parse(`{"type":"state","state":{"${key}":{"polluted":true}}}`);
      const run: unknown = JSON.parse(`{"type":"run","action":"open-report","${key}":{}}`);
      expect(hostMessage(state)).toBeNull();
      expect(pageMessage(run)).toBeNull();
    }
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('carry members named like properties of every object', () => {
    const message = { type: 'state', state: sample(['constructor', '__proto__', 'toString']) };
    expect(hostMessage(message)).toEqual(message);
  });

  it('from the page name an action, never a command', () => {
    for (const action of sidebarActions) expect(pageMessage({ type: 'run', action, arguments: ['x'] })).toEqual({ type: 'run', action });
    for (const action of ['workbench.action.quit', 'packllm.openReport', '', 'toString', null]) expect(pageMessage({ type: 'run', action })).toBeNull();
  });

  it('from the page pin members by id and share, and nothing else', () => {
    const pin = { type: 'pin', weights: [{ id: 'a', share: 0.25 }, { id: '__proto__', share: 1 }] };
    expect(pageMessage(pin)).toEqual(pin);
    for (const weights of [null, {}, [{ id: '', share: 1 }], [{ id: 'a', share: 2 }], [{ id: 'a', share: Number.NaN }], [{ id: 'a' }], Array.from({ length: 65 }, (_, index) => ({ id: `m${index}`, share: 0 }))]) {
      expect(pageMessage({ type: 'pin', weights })).toBeNull();
    }
  });

  it('lead only to commands that the extension contributes', async () => {
    const manifest = JSON.parse(await readFile('package.json', 'utf8')) as { contributes: { commands: { command: string }[] } };
    const contributed = manifest.contributes.commands.map(({ command }) => command);
    expect(contributed).toEqual(expect.arrayContaining(Object.values(actionCommands)));
  });
});

describe('the page', () => {
  const parts = { page: 'sidebar' as const, nonce: 'n0', cspSource: 'https://cdn', script: 'https://cdn/w.js', styles: 'https://cdn/w.css', codicons: 'https://cdn/c.css', language: 'en', bundle: {} };

  it('allows its own script, styles and fonts, and nothing else', () => {
    expect(pageHtml(parts)).toContain('content="default-src &#39;none&#39;; script-src &#39;nonce-n0&#39;; style-src https://cdn; font-src https://cdn"');
    expect(pageHtml(parts)).not.toMatch(/ style=|<style| on\w+=/u);
  });

  it('escapes translations', () => {
    const html = pageHtml({ ...parts, bundle: { Weights: '"><script>alert(1)</script>' } });
    expect(html.match(/<script/gu)).toHaveLength(1);
  });
});
