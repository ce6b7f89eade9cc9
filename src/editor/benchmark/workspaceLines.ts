import { Uri, workspace, type WorkspaceFolder } from 'vscode';
import { failures } from '../../base/errors.ts';
import { languageOf } from '../../context/languageOf.ts';
import { chooseWorkspaceFiles } from '../../context/workspaceFiles.ts';
import { gitFiles } from '../../evaluation/workspace/gitFiles.ts';
import { maskedLines, type MaskedLine } from '../../evaluation/workspace/maskedLines.ts';
import type { Configuration } from '../settings/configuration.ts';
import type { WorkspaceEntry } from '../workspace/workspaceFeed.ts';
import { filesOf, readFile } from '../workspace/workspaceTexts.ts';
import { benchmarkSampling } from './benchmark.ts';

/** Lines of the workspace's files, masked; none of a file that is excluded, ignored by Git, or of a language that is switched off. @throws PackError `ignored-unknown`. */
export async function workspaceLines(configuration: Configuration, sample: number): Promise<readonly MaskedLine[]> {
  const files = (await Promise.all((workspace.workspaceFolders ?? []).map(wantedFiles))).flat();
  const isOn = ({ id, path }: WorkspaceEntry): boolean => configuration.settings({ document: id, language: languageOf(path) }).enable;
  const chosen = chooseWorkspaceFiles(files, '', configuration.settings().exclusions).filter(isOn);
  return maskedLines(chosen, ({ id }) => readFile(Uri.parse(id), configuration), { sample, seed: benchmarkSampling.seed });
}

async function wantedFiles(folder: WorkspaceFolder): Promise<readonly WorkspaceEntry[]> {
  const known = await filesKnownToGit(folder);
  const files = await filesOf(folder);
  return known === null ? files : files.filter(({ id }) => known.has(id));
}

/** URIs of the files that Git does not ignore; null where there is no Git. Elsewhere than on this machine nobody can be asked. */
async function filesKnownToGit({ uri }: WorkspaceFolder): Promise<ReadonlySet<string> | null> {
  if (uri.scheme === 'file') {
    const paths = await gitFiles(uri.fsPath);
    return paths === null ? null : new Set([...paths].map((path) => Uri.joinPath(uri, path).toString()));
  }
  const entries = await workspace.fs.readDirectory(uri);
  if (entries.some(([name]) => name === '.gitignore' || name === '.git')) throw failures.ignoredUnknown(uri.toString(true), 'it is not on this machine');
  return null;
}
