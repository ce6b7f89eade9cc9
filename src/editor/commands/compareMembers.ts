import { l10n, window } from 'vscode';
import { baseName } from '../../base/baseName.ts';
import { isExcluded } from '../../context/exclusion.ts';
import { Comparison } from '../comparison/comparison.ts';
import { viewWithExcerpts } from '../crossFile/viewWithExcerpts.ts';
import type { CommandParts } from './commandParts.ts';
import { textPrompt } from './textPrompt.ts';

/** Shows the fused text at the cursor next to what every member would write alone. The comparison fills as the texts arrive. */
export async function compareMembers({ engine, configuration, reports, front, crossFile, comparisons }: CommandParts): Promise<void> {
  const editor = window.activeTextEditor ?? window.visibleTextEditors.find(({ document }) => document.uri.toString() === front.current?.uri);
  if (editor === undefined) {
    void window.showInformationMessage(l10n.t('Open a document, and put the cursor where the members should write.'));
    return;
  }
  const { active } = editor.selection;
  const view = viewWithExcerpts(crossFile, editor.document, active);
  const settings = configuration.settings(view);
  if (isExcluded(view.path, view.language, settings.exclusions) !== null) {
    void window.showInformationMessage(l10n.t('This document is excluded from PackLLM.'));
    return;
  }
  const place = { view, prompt: textPrompt(view), settings, name: baseName(view.path), line: active.line + 1, at: Date.now() };
  const enough = new AbortController();
  comparisons.open(() => enough.abort());
  const fused = await new Comparison(engine, place, (comparison) => comparisons.show(comparison), enough.signal).run();
  if (fused !== null) reports.add(fused, view);
}
