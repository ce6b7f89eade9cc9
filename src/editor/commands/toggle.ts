import { l10n, window } from 'vscode';
import type { CommandParts } from './commandParts.ts';

/** Turns suggestions on or off everywhere. */
export async function toggle({ configuration }: CommandParts): Promise<void> {
  const enable = !configuration.settings().enable;
  await configuration.write('enable', enable);
  window.setStatusBarMessage(enable ? l10n.t('PackLLM: suggestions are on') : l10n.t('PackLLM: suggestions are off'), 3000);
}

/** Turns suggestions on or off in the language of the document in front. */
export async function toggleLanguage({ configuration }: CommandParts): Promise<void> {
  const document = window.activeTextEditor?.document;
  if (document === undefined) return;
  const scope = { document: document.uri.toString(), language: document.languageId };
  const enable = !configuration.settings(scope).enable;
  await configuration.write('enable', enable, scope, true);
  const words = enable ? l10n.t('PackLLM: suggestions are on for {0}', scope.language) : l10n.t('PackLLM: suggestions are off for {0}', scope.language);
  window.setStatusBarMessage(words, 3000);
}

/** Lets the files of the workspace take part, or not. */
export async function toggleWorkspace({ configuration }: CommandParts): Promise<void> {
  const on = !configuration.settings().workspaceMember;
  await configuration.write('workspaceMember', on);
  window.setStatusBarMessage(on ? l10n.t('PackLLM: this workspace takes part') : l10n.t('PackLLM: this workspace takes no part'), 3000);
}
