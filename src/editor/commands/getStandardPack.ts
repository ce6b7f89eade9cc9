import { env, l10n, ProgressLocation, Uri, window } from 'vscode';
import { AcceptedTerms } from '../../models/acceptedTerms.ts';
import { standardPack, type CatalogueEntry } from '../../models/catalogue.ts';
import type { DownloadProgress } from '../../models/download/progress.ts';
import { isDownloaded } from '../../models/resolvePack.ts';
import { signalOf } from '../cancellation.ts';
import type { CommandParts } from './commandParts.ts';

/** Downloads the models of the standard pack that are not there yet, after their terms are accepted, and loads the pack. */
export async function getStandardPack(parts: CommandParts): Promise<void> {
  const { folder } = parts.pack;
  const terms = new AcceptedTerms(folder);
  const present = await Promise.all(standardPack.map((entry) => isDownloaded(entry, folder)));
  const missing = standardPack.filter((_, index) => present[index] !== true);
  for (const entry of missing) {
    if (await terms.has(entry)) continue;
    if (!await accepts(entry)) return;
    await terms.accept(entry, new Date());
  }
  for (const entry of missing) {
    if (!await fetchEntry(parts, entry)) return;
  }
  await parts.pack.load();
  void window.showInformationMessage(
    parts.pack.info?.kind === 'configured'
      ? l10n.t('The standard pack is there. The models that you added yourself stay in use; disable them to use it.')
      : l10n.t('The standard pack is there and in use.'),
  );
}

/** Shows a model's terms until the user accepts or turns away. */
async function accepts({ name, licence }: CatalogueEntry): Promise<boolean> {
  const accept = l10n.t('Accept and Download');
  const read = l10n.t('Read the Terms');
  for (;;) {
    const chosen = await window.showInformationMessage(l10n.t('{0} comes under the {1}', name, licence.name), {
      modal: true, detail: l10n.t('You may use it only if you accept these terms: {0}', licence.url),
    }, accept, read);
    if (chosen !== read) return chosen === accept;
    await env.openExternal(Uri.parse(licence.url));
  }
}

/** False when the user cancelled; what has arrived is kept. */
async function fetchEntry({ pack: { folder }, configuration, logger }: CommandParts, entry: CatalogueEntry): Promise<boolean> {
  const { hubEndpoint } = configuration.settings();
  const title = l10n.t('Downloading {0}', entry.name);
  return window.withProgress({ location: ProgressLocation.Notification, title, cancellable: true }, async (progress, token) => {
    let percent = 0;
    try {
      // Loaded on demand: the HTTP client takes longer to load than the rest of the extension.
      const { download } = await import('../../models/download.ts');
      const { source } = await download(entry, {
        folder, accepted: true, signal: signalOf(token), ...(hubEndpoint === '' ? {} : { hubEndpoint }),
        onSource: ({ description, because }) => {
          if (because !== null) logger.warn(`${because.message} Trying ${description}.`);
          progress.report({ message: l10n.t('from {0}', description) });
        },
        onProgress: (state) => {
          const reached = (state.bytes / state.total) * 100;
          progress.report({ message: inWords(state), increment: Math.max(0, reached - percent) });
          percent = Math.max(percent, reached);
        },
      });
      logger.info(`${entry.name} arrived from ${source ?? 'an earlier download'}`);
      return true;
    } catch (thrown) {
      if (token.isCancellationRequested) return false;
      throw thrown;
    }
  });
}

function inWords({ bytes, total, bytesPerSecond }: DownloadProgress): string {
  const megabytes = (count: number): string => (count / 1e6).toFixed(0);
  const speed = bytesPerSecond === null ? '' : `, ${(bytesPerSecond / 1e6).toFixed(1)} MB/s`;
  return l10n.t('{0} of {1} MB{2}', megabytes(bytes), megabytes(total), speed);
}
