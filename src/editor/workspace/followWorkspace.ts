import { RelativePattern, Uri, window, workspace, type WorkspaceFolder } from 'vscode';
import type { Clock } from '../../base/clock.ts';
import { Disposables, type Disposable } from '../../base/disposables.ts';
import type { Logger } from '../../base/logger.ts';
import { workspaceFilter, workspaceLimits, workspaceText } from '../../context/workspaceFiles.ts';
import type { Engine } from '../../host/engine.ts';
import type { Configuration } from '../configuration.ts';
import { section } from '../contributions.ts';
import { WorkspaceFeed, type WorkspaceEntry } from './workspaceFeed.ts';

/** Folders that are not even listed; what else is unwanted is left out by `workspaceFilter`. */
const unlisted = '**/{node_modules,.git,dist,out,build,target,vendor}/**';
/** Files listed at most, and how many are looked at together. */
const mostListed = 5000;
const lookedAtOnce = 64;

/** Keeps the engine's picture of the workspace up to date, in trusted workspaces, for as long as the setting says so. */
export function followWorkspace(engine: Engine, configuration: Configuration, clock: Clock, logger: Logger): Disposable {
  const owned = new Disposables();
  const feed = owned.add(new WorkspaceFeed({
    engine, clock, logger,
    enabled: () => workspace.isTrusted && configuration.settings().workspaceMember,
    exclusions: () => configuration.settings().exclusions,
    document: () => window.activeTextEditor?.document.uri.path ?? '',
    list: async () => (await Promise.all((workspace.workspaceFolders ?? []).map(listed))).flat(),
    read: (id) => read(Uri.parse(id), configuration),
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

async function listed(folder: WorkspaceFolder): Promise<readonly WorkspaceEntry[]> {
  const uris = await workspace.findFiles(new RelativePattern(folder, '**/*'), unlisted, mostListed);
  const entries: WorkspaceEntry[] = [];
  for (let at = 0; at < uris.length; at += lookedAtOnce) {
    const found = await Promise.all(uris.slice(at, at + lookedAtOnce).map(async (uri): Promise<readonly WorkspaceEntry[]> => {
      try {
        const { size, mtime } = await workspace.fs.stat(uri);
        return [{ id: uri.toString(), path: workspace.asRelativePath(uri, false), bytes: size, modified: mtime }];
      } catch {
        return [];
      }
    }));
    entries.push(...found.flat());
  }
  return entries;
}

async function read(uri: Uri, configuration: Configuration): Promise<string | null> {
  const { exclusions } = configuration.settings({ document: uri.toString(), language: 'plaintext' });
  if (!workspaceFilter(exclusions)(workspace.asRelativePath(uri, false))) return null;
  const open = workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  const text = open?.getText() ?? await contentOf(uri);
  return text === null || text.length > workspaceLimits.fileBytes ? null : text.replaceAll('\r\n', '\n');
}

async function contentOf(uri: Uri): Promise<string | null> {
  try {
    const { size } = await workspace.fs.stat(uri);
    return size > workspaceLimits.fileBytes ? null : workspaceText(await workspace.fs.readFile(uri));
  } catch {
    return null;
  }
}
