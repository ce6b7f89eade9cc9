import { readFile, readdir, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { failures, PackError } from '../../base/errors.ts';
import { chooseWorkspaceFiles, workspaceText } from '../../context/workspaceFiles.ts';
import { gitFiles } from '../../evaluation/workspace/gitFiles.ts';
import type { Engine } from '../../host/engine.ts';
import { workspaceBatches } from '../../protocol/workspaceBatches.ts';

/** As in the editor, files that hold secrets are left alone; the user's own globs are the editor's. */
const rules = { globs: [], languagesOff: [] };

/** Files below the folder, relative to it: those that Git knows or does not ignore, else all. */
async function filesIn(folder: string): Promise<readonly string[]> {
  const known = await gitFiles(folder);
  if (known !== null) return [...known];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

/** A file of a workspace: `id` is its absolute path, `path` is relative to the folder, line ends are LF. */
export interface WorkspaceDocument {
  readonly id: string;
  readonly path: string;
  readonly text: string;
}

/** The files that a folder is known by, as the editor chooses them for a workspace, those like `like` first. Rejects with `document-unreadable` when the folder cannot be read, and with `ignored-unknown` where Git does not say what it ignores. */
export async function workspaceDocuments(folder: string, like = ''): Promise<readonly WorkspaceDocument[]> {
  const paths = await filesIn(folder).catch((thrown: unknown) => {
    throw thrown instanceof PackError ? thrown : failures.documentUnreadable(folder, 'is not a folder that can be read');
  });
  const found = await Promise.all(paths.map(async (path) => {
    const entry = await stat(join(folder, path)).catch(() => null);
    return entry?.isFile() === true ? [{ path, bytes: entry.size, modified: entry.mtimeMs }] : [];
  }));
  const documents = await Promise.all(chooseWorkspaceFiles(found.flat(), like, rules).map(async ({ path }) => {
    const text = workspaceText(await readFile(join(folder, path)).catch(() => new Uint8Array(1)));
    return text === null ? [] : [{ id: resolve(folder, path), path, text }];
  }));
  return documents.flat();
}

/** Lets the engine know the files of a workspace, as the editor does. */
export async function tellWorkspace(engine: Pick<Engine, 'ask'>, documents: readonly WorkspaceDocument[], signal: AbortSignal): Promise<void> {
  for (const batch of workspaceBatches(documents.map(({ id, text }) => ({ id, text })))) await engine.ask('workspace', batch, { signal });
}

/** The same for the files of a folder. Returns the id by which `document` is one of them, and is left out while it is completed. */
export async function shareWorkspace(engine: Pick<Engine, 'ask'>, folder: string, document: string, signal: AbortSignal): Promise<string> {
  await tellWorkspace(engine, await workspaceDocuments(folder, document), signal);
  return resolve(document);
}
