import { commands as editorCommands, l10n, window } from 'vscode';
import { isExcluded } from '../../context/exclusion.ts';
import type { CommandParts } from './commandParts.ts';

/** Asks for a suggestion at the cursor at once, or says why none will come. */
export async function completeNow({ configuration }: CommandParts): Promise<void> {
  const document = window.activeTextEditor?.document;
  if (document === undefined) return;
  const { enable, exclusions } = configuration.settings({ document: document.uri.toString(), language: document.languageId });
  if (!enable) window.setStatusBarMessage(l10n.t('PackLLM: suggestions are off here'), 3000);
  else if (isExcluded(document.uri.path, document.languageId, exclusions) !== null) window.setStatusBarMessage(l10n.t('PackLLM: this document is excluded'), 3000);
  else await editorCommands.executeCommand('editor.action.inlineSuggest.trigger');
}
