import { l10n, MarkdownString, ThemeColor, ThemeIcon, TreeItem, window, type TreeDataProvider } from 'vscode';
import { Disposables, type Disposable } from '../../base/disposables.ts';
import { Emitter } from '../../base/emitter.ts';
import type { Engine } from '../../host/engine.ts';
import { modelsView } from '../contributions.ts';
import type { Configuration } from '../settings/configuration.ts';
import { modelNodes, type ModelNode } from './modelNodes.ts';
import type { PackSource } from './packSource.ts';

/** The view of the user's own models, in their order; without any, the view's welcome says how to get some. */
export class ModelTree implements TreeDataProvider<ModelNode>, Disposable {
  readonly #owned = new Disposables();
  readonly #changes = this.#owned.add(new Emitter<undefined>());
  readonly #parts: { readonly engine: Engine; readonly pack: PackSource; readonly configuration: Configuration };

  readonly onDidChangeTreeData = this.#changes.event;

  constructor(parts: { readonly engine: Engine; readonly pack: PackSource; readonly configuration: Configuration }) {
    this.#parts = parts;
    const changed = (): void => this.#changes.fire(undefined);
    this.#owned.add(parts.pack.onInfo(changed));
    this.#owned.add(parts.engine.onPack(changed));
    this.#owned.add(window.registerTreeDataProvider(modelsView, this));
  }

  async getChildren(parent?: ModelNode): Promise<readonly ModelNode[] & ModelNode[]> {
    if (parent !== undefined) return [];
    const { pack, engine, configuration } = this.#parts;
    const { members } = await pack.store.read();
    return [...await modelNodes(members, { loaded: engine.pack, contextSize: configuration.settings().engine.contextSize }, l10n.t)];
  }

  getTreeItem({ id, state, description, details, label }: ModelNode): TreeItem {
    const item = new TreeItem(id);
    item.id = id;
    item.description = description;
    item.tooltip = new MarkdownString(details.map((line) => line.replaceAll(/[\\`*_{}[\]()#+!|<>$]/g, '\\$&')).join('\n\n'));
    item.accessibilityInformation = { label };
    item.contextValue = state === 'disabled' ? 'model.disabled' : 'model.enabled';
    item.iconPath = icons[state];
    return item;
  }

  dispose(): void {
    this.#owned.dispose();
  }
}

const icons: Readonly<Record<ModelNode['state'], ThemeIcon>> = {
  'used': new ThemeIcon('check'),
  'waiting': new ThemeIcon('circle-outline'),
  'disabled': new ThemeIcon('circle-slash'),
  'left-out': new ThemeIcon('warning', new ThemeColor('list.warningForeground')),
};
