import { l10n, window } from 'vscode';
import { engineCacheFolder } from '../../models/modelsFolder.ts';
import type { CommandParts } from './commandParts.ts';

/** Lets the user forget what accepted suggestions have taught about the members, in one language or in all. */
export async function forgetLearnt({ engine }: CommandParts): Promise<void> {
  const cacheFolder = engineCacheFolder();
  const learnt = await engine.ask('learnt', { cacheFolder });
  if (learnt.length === 0) {
    void window.showInformationMessage(l10n.t('Nothing has been learnt from accepted suggestions.'));
    return;
  }
  const languages = [...new Set(learnt.map(({ language }) => language))].sort();
  const chunks = (language: string): number => learnt.reduce((sum, one) => sum + (one.language === language ? one.chunks : 0), 0);
  const chosen = await window.showQuickPick([
    { label: l10n.t('All languages'), description: '', forget: {} },
    ...languages.map((language) => ({
      label: language === '' ? l10n.t('No language') : language, description: l10n.t('learnt from {0} pieces of accepted text', chunks(language)), forget: { language },
    })),
  ], { title: l10n.t('Forget Learnt Weights'), placeHolder: l10n.t('In which language should the members count as if nothing had been accepted?') });
  if (chosen !== undefined) await engine.ask('forget', { cacheFolder, ...chosen.forget });
}
