import { describe, expect, test } from 'vitest';
import { limitsFor } from '../../../../src/editor/completion/limits.ts';
import { editorSettingsFrom, unknownSettings } from '../../../../src/editor/settings/editorSettings.ts';
import { equalWeights, onlyMember, parseWeight, roundedWeights } from '../../../../src/editor/settings/pinnedWeights.ts';
import { editorDefaults, type EditorSettingName } from '../../../../src/protocol/editorSettings.ts';
import { defaults } from '../../../../src/protocol/settings.ts';
import { settingsWith } from '../support/places.ts';

const reading = (values: Partial<Record<EditorSettingName, unknown>>) => editorSettingsFrom((name) => name in values ? values[name] : editorDefaults[name]);

describe('settings', () => {
  test('the defaults are valid and are those of the other programs', () => {
    const { settings, warnings } = reading({});
    expect(warnings).toEqual([]);
    expect(settings).toMatchObject({ weighting: defaults.weighting, alignment: defaults.alignment, engine: defaults.engine });
  });

  test('a value that is not valid gives the default and one warning that names the setting; the others stay', () => {
    const { settings, warnings } = reading({
      'weighting.temperature': 'hot', 'weighting.method': 'best', 'engine.threads': 2.5, 'weighting.pinned': { a: -1 }, 'multiline': 'line', 'excludedFiles': 'x',
    });
    expect(settings.weighting).toEqual(defaults.weighting);
    expect(settings.engine.threads).toBe(0);
    expect(settings.exclusions.globs).toEqual([]);
    expect(settings.multiline).toBe('line');
    expect(warnings.map(({ name }) => name).sort()).toEqual(['engine.threads', 'excludedFiles', 'weighting.method', 'weighting.pinned', 'weighting.temperature']);
    for (const { name, message } of warnings) {
      expect(message).toContain(`packllm.${name} `);
      expect(message).toMatch(/\.$/);
    }
  });

  test('a setting that is missing altogether gives its default', () => {
    const { settings, warnings } = editorSettingsFrom(() => undefined);
    expect(settings.weighting).toEqual(defaults.weighting);
    expect(warnings).toHaveLength(Object.keys(editorDefaults).length);
  });

  test('the memory budget is given in MiB', () => expect(settingsWith({ 'engine.memoryBudgetMiB': 3 }).engine.memoryBudget).toBe(3 * 2 ** 20));

  test('zero leaves limits to the shape, other values hold for every shape', () => {
    expect(limitsFor({ kind: 'block', indent: 2 }, settingsWith(), 'automatic')).toEqual(defaults.block);
    expect(limitsFor({ kind: 'line' }, settingsWith(), 'automatic')).toEqual(defaults.line);
    expect(limitsFor({ kind: 'block', indent: 2 }, settingsWith({ maxBytes: 10, deadlineMs: 20 }), 'automatic')).toEqual({ maxBytes: 10, deadlineMs: 20 });
  });

  test('what the user asks for may take longer, unless a setting says how long', () => {
    expect(limitsFor({ kind: 'line' }, settingsWith(), 'manual').deadlineMs).toBeGreaterThan(defaults.line.deadlineMs);
    expect(limitsFor({ kind: 'line' }, settingsWith({ deadlineMs: 20 }), 'manual').deadlineMs).toBe(20);
  });

  test('settings that do not exist are found, however deep, and values are not taken for settings', () => {
    const found = { enable: true, weighting: { method: 'sim', pinned: { anything: 1 }, temprature: 2 }, engine: { gpu: 'auto', layers: { all: 1 } }, model: 'x' };
    expect(unknownSettings(found)).toEqual(['weighting.temprature', 'engine.layers', 'model']);
    expect(unknownSettings({ enable: true, weighting: { pinned: {} } })).toEqual([]);
  });
});

describe('pinned weights', () => {
  test('presets sum to one', () => {
    expect(equalWeights(['a', 'b', 'c', 'd'])).toEqual({ a: 0.25, b: 0.25, c: 0.25, d: 0.25 });
    expect(onlyMember(['a', 'b'], 'b')).toEqual({ a: 0, b: 1 });
    expect(roundedWeights({ a: 0.123456 })).toEqual({ a: 0.123 });
  });

  test.each([['0.5', 0.5], [' 1 ', 1], ['0,25', 0.25], ['0', 0], ['-1', null], ['', null], ['much', null], ['Infinity', null]])('%j is %j', (text, weight) =>
    expect(parseWeight(text)).toBe(weight));
});
