import { Uri, window, workspace } from 'vscode';
import type { Clock } from '../../base/clock.ts';
import { Disposables, type Disposable } from '../../base/disposables.ts';
import type { Logger } from '../../base/logger.ts';
import type { Engine } from '../../host/engine.ts';
import { section } from '../contributions.ts';
import type { Configuration } from '../settings/configuration.ts';
import { WorkspaceFeed } from './workspaceFeed.ts';
import { filesOf, readFile } from './workspaceTexts.ts';

/** Keeps the engine's picture of the workspace up to date, in trusted workspaces, for as long as the setting says so. */
export function followWorkspace(engine: Engine, configuration: Configuration, clock: Clock, logger: Logger): Disposable {
  const owned = new Disposables();
  const feed = owned.add(new WorkspaceFeed({
    engine, clock, logger,
    enabled: () => workspace.isTrusted && configuration.settings().workspaceMember,
    exclusions: () => configuration.settings().exclusions,
    document: () => window.activeTextEditor?.document.uri.path ?? '',
    list: async () => (await Promise.all((workspace.workspaceFolders ?? []).map(filesOf))).flat(),
    read: (id) => readFile(Uri.parse(id), configuration),
  }));
  const touch = (uri: Uri): void => {
    if (workspace.getWorkspaceFolder(uri) !== undefined) feed.touch(uri.toString());
  };
  const restart = (): void => feed.restart();
  const watcher = owned.add(workspace.createFileSystemWatcher('**/*'));
  owned.add(watcher.onDidCreate(touch));
  owned.add(watcher.onDidChange(touch));
  owned.add(watcher.onDidDelete(touch));
  owned.add(workspace.onDidChangeTextDocument(({ document }) => touch(document.uri)));
  owned.add(workspace.onDidChangeWorkspaceFolders(restart));
  owned.add(workspace.onDidGrantWorkspaceTrust(restart));
  owned.add(engine.onPack(restart));
  owned.add(configuration.onChange((change) => {
    if (['workspaceMember', 'excludedFiles'].some((name) => change.affectsConfiguration(`${section}.${name}`))) restart();
  }));
  restart();
  return owned;
}
