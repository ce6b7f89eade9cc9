import { Range, Uri, window, workspace, type TextDocument, type TextEditor } from 'vscode';
import type { Clock } from '../../base/clock.ts';
import { Disposables, type Disposable } from '../../base/disposables.ts';
import type { Logger } from '../../base/logger.ts';
import type { NamedFile, WorkedFile } from '../../context/crossFile.ts';
import { placeKind } from '../../context/placeKind.ts';
import { workspaceFilter } from '../../context/workspaceFiles.ts';
import { section } from '../contributions.ts';
import type { FrontDocument } from '../cursor/frontDocument.ts';
import type { Configuration } from '../settings/configuration.ts';
import { CrossFile } from './crossFile.ts';
import { ignoredByGit } from './ignoredByGit.ts';

/** Larger documents are data, or generated; UTF-16 units. */
const largest = 100_000;
/** Enough to choose excerpts by; UTF-16 units. */
const lookedAtBefore = 4000;

type Followed = Pick<Configuration, 'settings' | 'onChange'>;
type Front = Pick<FrontDocument, 'current' | 'onChange'>;

/** Keeps up with what the user writes in and changes, in trusted workspaces, for as long as the setting says so. */
export function followWorkedFiles(configuration: Followed, front: Front, clock: Clock, logger: Logger): { readonly crossFile: CrossFile; readonly following: Disposable } {
  const following = new Disposables();
  const crossFile = following.add(new CrossFile({
    clock, logger,
    enabled: () => workspace.isTrusted && configuration.settings().crossFileContext,
    read: (id) => read(id, configuration),
    before: () => beforeCursor(front),
    ignored,
  }));
  const look = (): void => void crossFile.lookAt(inFront(front));
  const restart = (): void => void crossFile.restart();
  following.add(front.onChange(look));
  // A document that is given another language is opened anew.
  following.add(workspace.onDidOpenTextDocument(look));
  following.add(workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
    if (contentChanges.length > 0 && document.uri.scheme === 'file') crossFile.edited(document.uri.toString());
  }));
  following.add(workspace.onDidCloseTextDocument(({ uri }) => crossFile.closed(uri.toString())));
  following.add(workspace.onDidGrantWorkspaceTrust(restart));
  following.add(workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration('files.exclude')) restart();
  }));
  following.add(configuration.onChange((change) => {
    if (['crossFileContext', 'excludedFiles', 'enable'].some((name) => change.affectsConfiguration(`${section}.${name}`))) restart();
  }));
  look();
  return { crossFile, following };
}

function editorOf({ current }: Front): TextEditor | undefined {
  const isFront = ({ document: { uri } }: TextEditor): boolean => uri.toString() === current?.uri;
  const { activeTextEditor: active } = window;
  return active !== undefined && isFront(active) ? active : window.visibleTextEditors.find(isFront);
}

function inFront(front: Front): NamedFile | null {
  const document = editorOf(front)?.document;
  return document === undefined || placeKind(document.uri.toString(), document.languageId) === 'commit-message' ? null : named(document);
}

function beforeCursor(front: Front): string {
  const editor = editorOf(front);
  if (editor === undefined) return '';
  const { document, selection: { active } } = editor;
  return document.getText(new Range(document.positionAt(Math.max(0, document.offsetAt(active) - lookedAtBefore)), active));
}

function named({ uri, languageId }: TextDocument): NamedFile {
  return { id: uri.toString(), path: workspace.asRelativePath(uri, false), language: languageId };
}

function read(id: string, configuration: Followed): WorkedFile | null {
  const document = workspace.textDocuments.find(({ uri }) => uri.toString() === id);
  if (document === undefined || document.uri.scheme !== 'file' || workspace.getWorkspaceFolder(document.uri) === undefined) return null;
  const file = named(document);
  const { exclusions } = configuration.settings({ document: id, language: file.language });
  const isAllowed = workspaceFilter({ ...exclusions, globs: [...exclusions.globs, ...hiddenFiles(document.uri)] });
  if (!isAllowed(file.path) || !isAllowed(document.uri.path)) return null;
  const text = document.getText();
  return text.length > largest ? null : { ...file, text: text.replaceAll('\r\n', '\n') };
}

/** Globs of files that the user has hidden from the explorer. */
function hiddenFiles(uri: Uri): readonly string[] {
  const hidden = workspace.getConfiguration('files', uri).get<unknown>('exclude');
  if (typeof hidden !== 'object' || hidden === null) return [];
  return Object.entries(hidden).flatMap(([glob, on]) => (on === false ? [] : [glob]));
}

async function ignored(ids: readonly string[]): Promise<ReadonlySet<string>> {
  const files = ids.map((id) => ({ id, uri: Uri.parse(id) }));
  const hidden = await Promise.all((workspace.workspaceFolders ?? []).map(async (folder) => {
    const inside = files.filter(({ uri }) => workspace.getWorkspaceFolder(uri)?.index === folder.index);
    const paths = await ignoredByGit(folder.uri.fsPath, inside.map(({ uri }) => uri.fsPath));
    return inside.filter(({ uri }) => paths.has(uri.fsPath)).map(({ id }) => id);
  }));
  return new Set(hidden.flat());
}
