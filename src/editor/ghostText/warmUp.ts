import { TextEditorSelectionChangeKind, window } from 'vscode';
import { Disposables, type Disposable } from '../../base/disposables.ts';
import { isExcluded } from '../../context/exclusion.ts';
import { isOnAt, placeKind } from '../../context/placeKind.ts';
import type { Engine } from '../../host/engine.ts';
import { documentSchemes } from '../contributions.ts';
import type { CrossFile } from '../crossFile/crossFile.ts';
import { viewWithExcerpts } from '../crossFile/viewWithExcerpts.ts';
import type { CursorView } from '../cursor/cursorView.ts';
import type { Configuration } from '../settings/configuration.ts';
import type { Warmer } from './warmer.ts';

/** Warms the members up for the place that the user looks at: another document, a jump by mouse or command, or other excerpts. */
export function warmUp(warmer: Warmer, engine: Engine, configuration: Configuration, crossFile: CrossFile): Disposable {
  const owned = new Disposables();
  const look = (): void => warmer.look(() => placeOf(configuration, crossFile));
  owned.add(window.onDidChangeActiveTextEditor(look));
  owned.add(window.onDidChangeTextEditorSelection(({ kind }) => {
    if (kind === TextEditorSelectionChangeKind.Mouse || kind === TextEditorSelectionChangeKind.Command) look();
  }));
  owned.add(engine.onPack(look));
  owned.add(crossFile.onChange(look));
  return owned;
}

function placeOf(configuration: Configuration, crossFile: CrossFile): CursorView | null {
  const editor = window.activeTextEditor;
  if (editor === undefined || !documentSchemes.some((scheme) => scheme === editor.document.uri.scheme)) return null;
  const view = viewWithExcerpts(crossFile, editor.document, editor.selection.active);
  const settings = configuration.settings(view);
  return isOnAt(placeKind(view.document, view.language), settings) && isExcluded(view.path, view.language, settings.exclusions) === null ? view : null;
}
