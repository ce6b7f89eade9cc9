import { l10n, window } from 'vscode';
import { standardPack } from '../../../models/catalogue.ts';
import { isDownloaded } from '../../../models/resolvePack.ts';
import type { CommandParts } from '../commandParts.ts';
import { acceptTerms, fetchModel } from './fetchModel.ts';

/** Downloads the models of the standard pack that are not there yet, after their terms are accepted, and loads the pack. */
export async function getStandardPack(parts: CommandParts): Promise<void> {
  const { folder } = parts.pack;
  const present = await Promise.all(standardPack.map((entry) => isDownloaded(entry, folder)));
  const missing = standardPack.filter((_, index) => present[index] !== true);
  if (!await acceptTerms(parts, missing)) return;
  for (const entry of missing) {
    if (await fetchModel(parts, entry, folder) === null) return;
  }
  await parts.pack.load();
  void window.showInformationMessage(
    parts.pack.info?.kind === 'configured'
      ? l10n.t('The standard pack is there. The models that you added yourself stay in use; choose Do Not Use Model for them to use it.')
      : l10n.t('The standard pack is there and in use.'),
  );
}
