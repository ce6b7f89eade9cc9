import { expect, test } from 'vitest';
import { namedWith, providersToName } from '../../../../src/editor/notices/otherProviders.ts';

const installed = (...ids: readonly string[]) => (id: string): boolean => ids.includes(id);

test('each provider is named once, also when another one comes', () => {
  const first = providersToName(installed('GitHub.copilot'), undefined);
  expect(first).toEqual([{ id: 'GitHub.copilot', name: 'GitHub Copilot' }]);
  const named = namedWith(undefined, first);
  expect(providersToName(installed('GitHub.copilot'), named)).toEqual([]);
  const second = providersToName(installed('GitHub.copilot', 'TabbyML.vscode-tabby'), named);
  expect(second.map(({ name }) => name)).toEqual(['Tabby']);
  expect(providersToName(installed('GitHub.copilot', 'TabbyML.vscode-tabby'), namedWith(named, second))).toEqual([]);
});

test('nothing is named where nothing else suggests text', () => expect(providersToName(installed('ms-python.python'), [])).toEqual([]));

test.each([[null], ['GitHub.copilot'], [{ 0: 'GitHub.copilot' }], [[1, null]]])('whatever was kept, here %j, does no harm', (kept) => {
  const found = providersToName(installed('Continue.continue'), kept);
  expect(found).toHaveLength(1);
  expect(namedWith(kept, found)).toEqual(['Continue.continue']);
});
