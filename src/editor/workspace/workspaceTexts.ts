import { RelativePattern, workspace, type Uri, type WorkspaceFolder } from 'vscode';
import { workspaceFilter, workspaceLimits, workspaceText } from '../../context/workspaceFiles.ts';
import type { Configuration } from '../settings/configuration.ts';
import type { WorkspaceEntry } from './workspaceFeed.ts';

/** Folders that are not even listed; what else is unwanted is left out by `workspaceFilter`. */
const unlisted = '**/{node_modules,.git,dist,out,build,target,vendor}/**';
/** Files listed at most, and how many are looked at together. */
const mostListed = 5000;
const lookedAtOnce = 64;

/** Files of the folder, wanted or not. */
export async function filesOf(folder: WorkspaceFolder): Promise<readonly WorkspaceEntry[]> {
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

/** One file as it stands now, unsaved changes and all, LF line ends; null when it is gone, excluded, too large or no text. */
export async function readFile(uri: Uri, configuration: Configuration): Promise<string | null> {
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
