import { ConfigurationTarget, l10n, Uri, workspace, commands as editorCommands, type ConfigurationChangeEvent, type WorkspaceConfiguration } from 'vscode';
import { Disposables, type Disposable } from '../../base/disposables.ts';
import { Emitter } from '../../base/emitter.ts';
import type { EditorSettingName } from '../../protocol/editorSettings.ts';
import { section } from '../contributions.ts';
import type { Notifier } from '../notices/notifier.ts';
import { editorSettingsFrom, restrictedSettings, unknownSettings, type EditorSettings, type SettingWarning } from './editorSettings.ts';

/** What a setting's value may depend on; left out, the value for the whole window. */
export interface SettingScope {
  /** URI of the document. */
  readonly document: string;
  readonly language: string;
}

/** The one reader of the user's settings. Values are cached until they change; each bad one is told once, by name. */
export class Configuration implements Disposable {
  readonly #notifier: Notifier;
  readonly #owned = new Disposables();
  readonly #changes = this.#owned.add(new Emitter<ConfigurationChangeEvent>());
  readonly #cache = new Map<string, EditorSettings>();
  #told: readonly SettingWarning[] = [];

  readonly onChange = this.#changes.event;

  constructor(notifier: Notifier) {
    this.#notifier = notifier;
    const forget = (): void => this.#cache.clear();
    this.#owned.add(workspace.onDidGrantWorkspaceTrust(forget));
    this.#owned.add(workspace.onDidChangeConfiguration((change) => {
      if (!change.affectsConfiguration(section)) return;
      forget();
      this.#check();
      this.#changes.fire(change);
    }));
    this.#check();
  }

  settings(scope?: SettingScope): EditorSettings {
    const key = scope === undefined ? '' : `${scope.language} ${scope.document}`;
    const known = this.#cache.get(key);
    if (known !== undefined) return known;
    if (this.#cache.size > 200) this.#cache.clear();
    const { settings } = editorSettingsFrom(readerOf(sectionFor(scope)));
    this.#cache.set(key, settings);
    return settings;
  }

  /** Writes a setting where the user has it already, else for the user; only ever on the user's command. */
  async write(name: EditorSettingName, value: unknown, scope?: SettingScope, forLanguage = false): Promise<void> {
    const configuration = sectionFor(scope);
    const at = configuration.inspect(name);
    const inWorkspace = forLanguage ? at?.workspaceLanguageValue !== undefined : at?.workspaceValue !== undefined;
    await configuration.update(name, value, inWorkspace ? ConfigurationTarget.Workspace : ConfigurationTarget.Global, forLanguage);
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #check(): void {
    const unknown = unknownSettings(workspace.getConfiguration().get(section)).map((name) =>
      ({ name, message: l10n.t('There is no setting {0}. Correct its name or remove it.', `${section}.${name}`) }));
    const warnings = [...editorSettingsFrom(readerOf(sectionFor())).warnings, ...unknown];
    for (const { name } of this.#told) {
      if (!warnings.some((warning) => warning.name === name)) this.#notifier.over(`setting:${name}`);
    }
    for (const { name, message } of warnings) {
      void this.#notifier.tell(`setting:${name}`, {
        level: 'warning', text: message,
        actions: [{ label: l10n.t('Open Settings'), run: () => editorCommands.executeCommand('workbench.action.openSettings', `${section}.${name}`) }],
      });
    }
    this.#told = warnings;
  }
}

function sectionFor(scope?: SettingScope): WorkspaceConfiguration {
  return workspace.getConfiguration(section, scope === undefined ? undefined : { uri: Uri.parse(scope.document), languageId: scope.language });
}

function readerOf(configuration: WorkspaceConfiguration): (name: EditorSettingName) => unknown {
  return (name) => {
    if (workspace.isTrusted || !restrictedSettings.includes(name)) return configuration.get(name);
    const at = configuration.inspect(name);
    return at?.globalValue ?? at?.defaultValue;
  };
}
