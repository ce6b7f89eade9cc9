import { execFile } from 'node:child_process';
import { readFile, readdir, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import { failures } from '../base/errors.ts';
import { chooseWorkspaceFiles, workspaceText } from '../context/workspaceFiles.ts';
import type { Engine } from '../host/engine.ts';
import { workspaceBatches } from '../protocol/workspaceBatches.ts';

const run = promisify(execFile);

/** As in the editor, files that hold secrets are left alone; the user's own globs are the editor's. */
const rules = { globs: [], languagesOff: [] };

/** Files below the folder, relative to it: those that Git knows or does not ignore, else all. */
async function filesIn(folder: string): Promise<readonly string[]> {
  try {
    const { stdout } = await run('git', ['-C', folder, 'ls-files', '--cached', '--others', '--exclude-standard', '-z'], { maxBuffer: 64 * 1024 * 1024 });
    return [...new Set(stdout.split('\0').filter((path) => path !== ''))];
  } catch {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => relative(folder, join(entry.parentPath, entry.name)));
  }
}

/**
 * Lets the engine know the files of a folder, as the editor does with a workspace. Returns the id by which `document` is one of them, and is left out while it is
 * completed. Rejects with `document-unreadable` when the folder cannot be read.
 */
export async function shareWorkspace(engine: Pick<Engine, 'ask'>, folder: string, document: string, signal: AbortSignal): Promise<string> {
  const paths = await filesIn(folder).catch(() => {
    throw failures.documentUnreadable(folder, 'is not a folder that can be read');
  });
  const found = await Promise.all(paths.map(async (path) => {
    const entry = await stat(join(folder, path)).catch(() => null);
    return entry?.isFile() === true ? [{ path, bytes: entry.size, modified: entry.mtimeMs }] : [];
  }));
  const files = chooseWorkspaceFiles(found.flat(), document, rules);
  const documents = await Promise.all(files.map(async ({ path }) => {
    const text = workspaceText(await readFile(join(folder, path)).catch(() => new Uint8Array(1)));
    return text === null ? [] : [{ id: resolve(folder, path), text }];
  }));
  for (const batch of workspaceBatches(documents.flat())) await engine.ask('workspace', batch, { signal });
  return resolve(document);
}
