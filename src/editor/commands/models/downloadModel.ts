import { l10n, ProgressLocation, QuickPickItemKind, window, type QuickPickItem } from 'vscode';
import { standardPack, type Downloadable } from '../../../models/catalogue.ts';
import { curatedModels, type CuratedModel } from '../../../models/hub/curated.ts';
import { hubDownload, hubFolder, pickHubFile } from '../../../models/hub/hubModel.ts';
import type { HubRepository } from '../../../models/hub/hubRepository.ts';
import { repositoryPattern } from '../../../models/hub/repositoryPattern.ts';
import { signalOf } from '../../cancellation.ts';
import { sizeInWords } from '../../models/modelNodes.ts';
import type { CommandParts } from '../commandParts.ts';
import { acceptTerms, fetchModel } from './fetchModel.ts';

/** Asks for a repository of the model hub and one of its files, downloads it and adds it to the pack. */
export async function downloadModel(parts: CommandParts): Promise<void> {
  const repository = await window.showInputBox({
    title: l10n.t('Download from Hugging Face'), prompt: l10n.t('OWNER/REPOSITORY of a repository with GGUF files'), placeHolder: 'ggml-org/Qwen2.5-Coder-0.5B-Q8_0-GGUF',
    validateInput: (text) => (text.trim() === '' || repositoryPattern.test(text.trim()) ? null : l10n.t('Write it as OWNER/REPOSITORY.')),
  });
  if (repository === undefined || repository.trim() === '') return;
  const found = await look(parts, repository.trim());
  if (found === null) return;
  const picked = await window.showQuickPick(found.files.map((file) => ({ label: file.file, description: sizeInWords(file.bytes), file })), {
    title: found.repository, placeHolder: found.gated ? l10n.t('Given out on request only: the download may be refused') : l10n.t('Choose a file; smaller ones are faster and less exact'),
  });
  if (picked !== undefined) await bring(parts, hubDownload(found, picked.file), hubFolder(parts.pack.folder, found.repository));
}

interface Row extends QuickPickItem {
  readonly run?: () => Promise<void>;
}

/** Offers small models that are worth a look, with what to know before, and downloads the chosen one. */
export async function browseCatalogue(parts: CommandParts): Promise<void> {
  const curated = (model: CuratedModel): Row => row(`${model.name} ${model.quantisation}`, model, model.licence, () => bringCurated(parts, model));
  const rows: readonly Row[] = [
    { label: l10n.t('For code'), kind: QuickPickItemKind.Separator },
    ...curatedModels.filter(({ kind }) => kind === 'code').map(curated),
    { label: l10n.t('For text'), kind: QuickPickItemKind.Separator },
    ...standardPack.map((entry) => row(`${entry.name} ${entry.quantisation}`, entry, entry.licence.name, () => bring(parts, entry, parts.pack.folder))),
    ...curatedModels.filter(({ kind }) => kind === 'text').map(curated),
  ];
  const picked = await window.showQuickPick(rows, { title: l10n.t('Models to Download'), placeHolder: l10n.t('The chosen model is downloaded and added to the pack'), matchOnDetail: true });
  await picked?.run?.();
}

type Facts = Pick<CuratedModel, 'bytes' | 'memoryBytes' | 'fim' | 'contextLength'>;

function row(label: string, { bytes, memoryBytes, fim, contextLength }: Facts, licence: string, run: () => Promise<void>): Row {
  const sees = fim ? l10n.t('sees the text after the cursor') : l10n.t('does not see the text after the cursor');
  return { label, description: l10n.t('{0} to download, about {1} in memory', sizeInWords(bytes), sizeInWords(memoryBytes)), detail: [licence, sees, l10n.t('{0} tokens of context', contextLength)].join(' · '), run };
}

async function bringCurated(parts: CommandParts, { repository, file }: CuratedModel): Promise<void> {
  const found = await look(parts, repository);
  if (found !== null) await bring(parts, hubDownload(found, pickHubFile(found, file)), hubFolder(parts.pack.folder, repository));
}

/** What is in the repository; null when the user cancelled. */
function look({ configuration }: CommandParts, repository: string): Thenable<HubRepository | null> {
  const { hubEndpoint } = configuration.settings();
  return window.withProgress({ location: ProgressLocation.Notification, title: l10n.t('Looking into {0}', repository), cancellable: true }, async (_progress, token) => {
    try {
      const { readHubRepository } = await import('../../../models/hub/hubRepository.ts');
      return await readHubRepository(repository, { signal: signalOf(token), ...(hubEndpoint === '' ? {} : { endpoint: hubEndpoint }) });
    } catch (thrown) {
      if (token.isCancellationRequested) return null;
      throw thrown;
    }
  });
}

async function bring(parts: CommandParts, model: Downloadable, folder: string): Promise<void> {
  if (!await acceptTerms(parts, [model])) return;
  const path = await fetchModel(parts, model, folder);
  if (path === null) return;
  await parts.pack.store.add(path);
  await parts.pack.load();
  void window.showInformationMessage(l10n.t('{0} is there and in the pack.', model.name));
}
