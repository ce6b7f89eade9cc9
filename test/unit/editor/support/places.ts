import type { CursorView } from '../../../../src/editor/cursor/cursorView.ts';
import { editorSettingsFrom, type EditorSettings } from '../../../../src/editor/settings/editorSettings.ts';
import { editorDefaults, type EditorSettingValues } from '../../../../src/protocol/editorSettings.ts';

/** The document with its cursor at `|`. */
export function at(marked: string, change: Partial<CursorView> = {}): CursorView {
  const offset = marked.indexOf('|');
  return { document: 'file:///a.ts', path: '/a.ts', language: 'typescript', offset, before: marked.slice(0, offset), after: marked.slice(offset + 1), ...change };
}

export function settingsWith(values: Partial<EditorSettingValues> = {}): EditorSettings {
  return editorSettingsFrom((name) => values[name] ?? editorDefaults[name]).settings;
}

/** Lets everything that is ready to run do so. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}

export const plain = (message: string, ...args: readonly (string | number | boolean)[]): string =>
  message.replaceAll(/\{(\d+)\}/g, (_, index: string) => String(args[Number(index)]));
