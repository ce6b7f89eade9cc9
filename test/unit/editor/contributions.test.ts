import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { commands, contextKeys, documentScheme, internalCommands, modelsView, packView, viewContainer, walkthrough } from '../../../src/editor/contributions.ts';
import { restrictedSettings } from '../../../src/editor/settings/editorSettings.ts';
import { editorDefaults, editorSettings, hubEndpointPattern, settingNames, type EditorSettingName } from '../../../src/protocol/editorSettings.ts';

interface Property {
  readonly type: string;
  readonly default: unknown;
  readonly enum?: readonly string[];
  readonly markdownEnumDescriptions?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  readonly patternErrorMessage?: string;
  readonly errorMessage?: string;
  readonly scope: string;
  readonly markdownDescription: string;
  readonly order: number;
}

interface Manifest {
  readonly icon: string;
  readonly extensionKind: readonly string[];
  readonly activationEvents: readonly string[];
  readonly enabledApiProposals?: unknown;
  readonly l10n: string;
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly supported: string; readonly restrictedConfigurations: readonly string[] };
    readonly virtualWorkspaces: { readonly supported: string };
  };
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string; readonly category: string; readonly enablement?: string; readonly icon?: string }[];
    readonly keybindings: readonly { readonly command: string; readonly key: string; readonly when: string }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string; readonly when: string; readonly group?: string }[]>>;
    readonly viewsContainers: { readonly activitybar: readonly { readonly id: string; readonly icon: string; readonly title: string }[] };
    readonly views: Readonly<Record<string, readonly { readonly id: string; readonly type: string; readonly icon: string; readonly name: string; readonly contextualTitle: string }[]>>;
    readonly configuration: readonly { readonly title: string; readonly properties: Readonly<Record<string, Property>> }[];
    readonly walkthroughs: readonly {
      readonly id: string;
      readonly steps: readonly { readonly id: string; readonly title: string; readonly media: { readonly svg: string; readonly altText: string }; readonly description: string; readonly completionEvents: readonly string[] }[];
    }[];
  };
}

const text = readFileSync('package.json', 'utf8');
const manifest = JSON.parse(text) as Manifest;
const strings = JSON.parse(readFileSync('package.nls.json', 'utf8')) as Record<string, string>;
const words = (placeholder: string): string => strings[placeholder.slice(1, -1)] ?? '';
const { contributes } = manifest;
const properties = Object.assign({}, ...contributes.configuration.map((group) => group.properties)) as Record<string, Property>;
const propertyOf = (name: EditorSettingName): Property => properties[`packllm.${name}`]!;
const accepts = (name: EditorSettingName, value: unknown): boolean => v.safeParse(editorSettings[name], value).success;

describe('commands and views', () => {
  test('package.json contributes the commands that the code registers', () => {
    expect(contributes.commands.map(({ command }) => command).sort()).toEqual(Object.values(commands).sort());
    expect(contributes.commands.every(({ category }) => words(category) === 'PackLLM')).toBe(true);
    for (const internal of Object.values(internalCommands)) expect(text).not.toContain(`"${internal}"`);
  });

  test('every command has a title of its own and is in the palette, whenever it can do something', () => {
    const titles = contributes.commands.map(({ title }) => words(title));
    expect(titles.filter((title) => title === '')).toEqual([]);
    expect(new Set(titles).size).toBe(titles.length);
    const palette = contributes.menus['commandPalette'] ?? [];
    for (const { command, enablement } of contributes.commands) {
      const entries = palette.filter((entry) => entry.command === command);
      // A command is out of the palette only where its own enablement says that it can do nothing; none is hidden for good.
      expect(entries.filter(({ when }) => when !== enablement), command).toEqual([]);
    }
  });

  test('a command that is a button has an icon to be seen and a title to be heard', () => {
    const places = ['view/title', 'view/item/context', 'editor/title'].flatMap((menu) => contributes.menus[menu] ?? []);
    const buttons = places.filter(({ group = '' }) => /^(navigation|inline)/.test(group)).map(({ command }) => command);
    expect(buttons).toContain(commands.openReport);
    for (const id of buttons) expect(contributes.commands.find(({ command }) => command === id)?.icon, id).toMatch(/^\$\([\w-]+\)$/);
  });

  test('views, their container and the groups of settings have names', () => {
    const views = Object.values(contributes.views).flat();
    const names = [...contributes.viewsContainers.activitybar.map(({ title }) => title), ...views.flatMap(({ name, contextualTitle }) => [name, contextualTitle]), ...contributes.configuration.map(({ title }) => title)];
    expect(names.filter((name) => words(name) === '')).toEqual([]);
    expect(views.map(({ id }) => id)).toEqual([packView, modelsView]);
  });

  test('menus and keys name contributed commands and known context keys, and are bound to a situation', () => {
    const entries = [...Object.values(contributes.menus).flat(), ...contributes.keybindings];
    const known: readonly string[] = [...Object.values(contextKeys), packView, modelsView];
    for (const { command, when } of entries) {
      expect(Object.values(commands)).toContain(command);
      expect(when).not.toBe('');
      for (const [key] of when.matchAll(/packllm\.\w+/g)) expect(known).toContain(key);
    }
    expect(contributes.keybindings).toEqual([{ command: commands.completeNow, key: 'alt+\\', when: 'editorTextFocus && !editorReadonly' }]);
  });

  test('the view is a webview in its container, with icons that exist', () => {
    const [container] = contributes.viewsContainers.activitybar;
    const [view] = contributes.views[viewContainer]!;
    expect([container!.id, view!.id, view!.type]).toEqual([viewContainer, packView, 'webview']);
    for (const icon of [manifest.icon, container!.icon, view!.icon]) expect(existsSync(icon), icon).toBe(true);
    expect(documentScheme).toBe('packllm');
  });

  test('every step of the walkthrough has a picture and can be completed', () => {
    const [start] = contributes.walkthroughs;
    expect(start!.id).toBe(walkthrough);
    expect(start!.steps.map(({ id }) => id)).toEqual(['pack', 'standard', 'complete', 'weights']);
    for (const { media, completionEvents, description, title } of start!.steps) {
      expect(existsSync(media.svg), media.svg).toBe(true);
      for (const shown of [title, description, media.altText]) expect(words(shown)).not.toBe('');
      expect(completionEvents.length).toBeGreaterThan(0);
      for (const [, command] of words(description).matchAll(/\(command:([\w.]+)\)/g)) {
        expect([...Object.values(commands), `${packView}.focus`]).toContain(command);
      }
      for (const event of completionEvents) {
        const [, kind, id] = /^on(Command|View|Context):(.+)$/.exec(event)!;
        const ids: readonly string[] = kind === 'Command' ? [...Object.values(commands), `${packView}.focus`, 'editor.action.inlineSuggest.commit'] : kind === 'View' ? [packView] : Object.values(contextKeys);
        expect(ids).toContain(id);
      }
    }
  });
});

describe('where the extension runs', () => {
  test('it starts after the window, next to the user first, with limited rights', () => {
    expect(manifest.activationEvents).toEqual(['onStartupFinished']);
    expect(manifest.extensionKind).toEqual(['ui', 'workspace']);
    expect(manifest.enabledApiProposals).toBeUndefined();
    expect(manifest.capabilities.untrustedWorkspaces.supported).toBe('limited');
    expect(manifest.capabilities.virtualWorkspaces.supported).toBe('limited');
  });

  test('settings that name places are restricted, and belong to the machine', () => {
    expect([...manifest.capabilities.untrustedWorkspaces.restrictedConfigurations].sort()).toEqual(restrictedSettings.map((name) => `packllm.${name}`).sort());
    for (const name of restrictedSettings) expect(propertyOf(name).scope).toBe('machine');
  });
});

describe('settings', () => {
  test('package.json declares exactly the settings that are read, with their defaults', () => {
    expect(Object.keys(properties).sort()).toEqual(settingNames().map((name) => `packllm.${name}`).sort());
    for (const name of settingNames()) expect(propertyOf(name).default, name).toEqual(editorDefaults[name]);
  });

  test.each(settingNames())('%s allows in package.json what the code accepts', (name) => {
    const { minimum, maximum, type, enum: options } = propertyOf(name);
    if (minimum !== undefined && maximum !== undefined) {
      const step = type === 'integer' ? 1 : 1e-6;
      expect([minimum, maximum].map((value) => accepts(name, value))).toEqual([true, true]);
      expect([minimum - step, maximum + step].map((value) => accepts(name, value))).toEqual([false, false]);
      expect(accepts(name, minimum + 0.5)).toBe(type === 'number' && minimum + 0.5 <= maximum);
    }
    expect((options ?? []).filter((option) => !accepts(name, option))).toEqual([]);
    if (options !== undefined) expect(editorSettings[name]).toHaveProperty('options', options);
  });

  test('descriptions are sentences, limits have a message, options are described, and the order is told', () => {
    for (const [name, property] of Object.entries(properties)) {
      expect(words(property.markdownDescription), name).toMatch(/\.$/);
      if (property.minimum !== undefined) expect(words(property.errorMessage ?? ''), name).toMatch(/\.$/);
      if (property.pattern !== undefined) expect(words(property.patternErrorMessage ?? ''), name).toMatch(/\.$/);
      expect(property.markdownEnumDescriptions?.length, name).toBe(property.enum?.length);
    }
    const orders = Object.values(properties).map(({ order }) => order);
    expect(new Set(orders).size).toBe(orders.length);
  });

  test('the hub’s address has the pattern that the code reads it with', () => expect(propertyOf('hubEndpoint').pattern).toBe(hubEndpointPattern));

  test.each([['', true], ['/models', true], ['C:\\models', true], ['\\\\host\\models', true], ['models', false], ['~/models', false], ['./models', false]])('%j as models folder: %s', (path, allowed) =>
    expect(new RegExp(propertyOf('modelsFolder').pattern!).test(path)).toBe(allowed));

  test.each(['', 'https://hub.example', 'https://hub.example/path', 'http://127.0.0.1:8080', 'http://[::1]/x'])('the hub may be at %j', (address) =>
    expect(accepts('hubEndpoint', address)).toBe(true));
  test.each(['http://hub.example', 'http://localhost:1', 'file:///etc', 'https://', 'http://127.0.0.1.example'])('the hub may not be at %j', (address) =>
    expect(accepts('hubEndpoint', address)).toBe(false));
});

describe('words', () => {
  test('every placeholder of package.json has its string, and every string is used', () => {
    const used = new Set([...text.matchAll(/%([\w.-]+)%/g)].map(([, key]) => key!));
    expect([...used].filter((key) => strings[key] === undefined || strings[key] === '')).toEqual([]);
    expect(Object.keys(strings).filter((key) => !used.has(key))).toEqual([]);
  });

  test('the message bundle holds exactly the messages of the code', () => {
    const sources = ['src/editor', 'src/evaluation/workspace', 'src/sidebar', 'src/webview'].flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts')).map((file) => readFileSync(join(folder, file), 'utf8')));
    const messages = new Set(sources.flatMap((source) => [...source.matchAll(/\bt\(\s*'((?:[^'\\]|\\.)*)'/g)].map(([, message]) => message!.replaceAll(/\\(.)/g, '$1'))));
    const bundle = JSON.parse(readFileSync(join(manifest.l10n, 'bundle.l10n.json'), 'utf8')) as Record<string, string>;
    expect(Object.keys(bundle).sort()).toEqual([...messages].sort());
    expect(Object.entries(bundle).filter(([key, value]) => key !== value)).toEqual([]);
  });
});
