import { env, l10n, ProgressLocation, Uri, window } from 'vscode';
import { AcceptedTerms } from '../../../models/acceptedTerms.ts';
import type { Downloadable } from '../../../models/catalogue.ts';
import type { DownloadProgress } from '../../../models/download/progress.ts';
import { signalOf } from '../../cancellation.ts';
import type { CommandParts } from '../commandParts.ts';

type FetchParts = Pick<CommandParts, 'pack' | 'configuration' | 'logger'>;

/** Has the user accept the terms of those models that have any, once for all; false when he turns away from one. */
export async function acceptTerms({ pack }: FetchParts, models: readonly Downloadable[]): Promise<boolean> {
  const terms = new AcceptedTerms(pack.folder);
  for (const model of models) {
    if (await terms.has(model)) continue;
    if (!await accepts(model)) return false;
    await terms.accept(model, new Date());
  }
  return true;
}

/** Shows a model's terms until the user accepts or turns away. */
async function accepts({ name, licence }: Downloadable): Promise<boolean> {
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

/** Downloads into `folder`, with progress in a notification; the path, or null when the user cancelled: what has arrived is kept for the next time. */
export async function fetchModel({ configuration, logger }: FetchParts, model: Downloadable, folder: string): Promise<string | null> {
  const { hubEndpoint } = configuration.settings();
  const title = l10n.t('Downloading {0}', model.name);
  return window.withProgress({ location: ProgressLocation.Notification, title, cancellable: true }, async (progress, token) => {
    let percent = 0;
    try {
      // Loaded on demand: the HTTP client takes longer to load than the rest of the extension.
      const { download } = await import('../../../models/download.ts');
      const { source, path } = await download(model, {
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
      logger.info(`${model.name} arrived from ${source ?? 'an earlier download'}`);
      return path;
    } catch (thrown) {
      if (token.isCancellationRequested) return null;
      throw thrown;
    }
  });
}

function inWords({ bytes, total, bytesPerSecond, secondsLeft }: DownloadProgress): string {
  const megabytes = (count: number): string => (count / 1e6).toFixed(0);
  const speed = bytesPerSecond === null ? '' : `, ${(bytesPerSecond / 1e6).toFixed(1)} MB/s`;
  const left = secondsLeft === null ? '' : `, ${secondsLeft < 90 ? l10n.t('{0} s left', Math.ceil(secondsLeft)) : l10n.t('{0} min left', Math.ceil(secondsLeft / 60))}`;
  return `${l10n.t('{0} of {1} MB', megabytes(bytes), megabytes(total))}${speed}${left}`;
}
