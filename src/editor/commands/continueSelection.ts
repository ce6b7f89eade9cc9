import { l10n, window, workspace, type Uri } from 'vscode';
import { isExcluded } from '../../context/exclusion.ts';
import { defaults } from '../../protocol/settings.ts';
import { viewWithExcerpts } from '../crossFile/viewWithExcerpts.ts';
import { surroundingsIn } from '../cursor/cursorView.ts';
import { appendTo } from '../documents/appendTo.ts';
import { reasonWords } from '../reports/reportDocument.ts';
import type { CommandParts } from './commandParts.ts';
import { query } from './query.ts';
import { textPrompt } from './textPrompt.ts';

/**
 * Continues the selection, or the text before the cursor when nothing is selected, in a new document. Gives its URI, or null when nothing was asked. What is selected is
 * all that the pack reads; where nothing is, it reads what a completion would.
 */
export async function continueSelection(parts: CommandParts): Promise<Uri | null> {
  const editor = window.activeTextEditor;
  if (editor === undefined) return null;
  const { document, selection } = editor;
  const view = viewWithExcerpts(parts.crossFile, document, selection.end);
  const { weighting, alignment, decoding, pooling, exclusions, workspaceMember } = parts.configuration.settings(view);
  if (isExcluded(view.path, view.language, exclusions) !== null) {
    void window.showInformationMessage(l10n.t('This document is excluded from PackLLM.'));
    return null;
  }
  const before = selection.isEmpty ? view.before : document.getText(selection);
  if (before.trim() === '') {
    void window.showInformationMessage(l10n.t('There is no text to continue: select some, or put the cursor after it.'));
    return null;
  }
  const around = selection.isEmpty ? surroundingsIn(view, workspaceMember) : {};
  const target = await workspace.openTextDocument({ language: document.languageId, content: selection.isEmpty ? '' : before });
  await window.showTextDocument(target, { preview: false });
  const writer = appendTo(target);
  const report = await query(parts, l10n.t('Continuing the selection'), {
    ...textPrompt({ before, after: '' }), ...around, language: view.language, weighting, alignment, decoding, pooling, shape: { kind: 'text' }, ...defaults.text,
  }, (text) => writer.append(text));
  if (report?.text === '') writer.append(l10n.t('No text: {0}.', reasonWords(report.reason ?? 'nothing-to-add', l10n.t)));
  await writer.finish();
  if (report !== null) parts.reports.add(report, view);
  return target.uri;
}
