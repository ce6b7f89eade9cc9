import { createInterface } from 'node:readline/promises';
import { failures, PackError } from '../../base/errors.ts';
import { AcceptedTerms } from '../../models/acceptedTerms.ts';
import type { Downloadable, ModelSource } from '../../models/catalogue.ts';
import { download, type Downloaded } from '../../models/download.ts';
import type { DownloadProgress } from '../../models/download/progress.ts';
import { hubDownload, hubFolder, pickHubFile } from '../../models/hub/hubModel.ts';
import { readHubRepository } from '../../models/hub/hubRepository.ts';
import { modelsFolder } from '../../models/modelsFolder.ts';
import { PackStore } from '../../models/packStore.ts';
import { bytes } from '../render/units.ts';
import { progressBar } from '../shell/progress.ts';
import type { Run } from '../shell/run.ts';

export interface GetFlags {
  /** Accepts the terms that have to be accepted. */
  readonly yes?: true;
  readonly source?: ModelSource['kind'];
  /** Another hub with the same layout. */
  readonly hub?: string;
}

/** Downloads the entries into `folder`, all terms first, and says on standard error what happens. */
export async function getModels(run: Run, entries: readonly Downloadable[], flags: GetFlags, folder = modelsFolder()): Promise<readonly Downloaded[]> {
  for (const entry of entries) await requireTerms(run, entry, flags.yes === true);
  const downloaded: Downloaded[] = [];
  for (const entry of entries) downloaded.push(await getModel(run, entry, flags, folder));
  return downloaded;
}

/** Downloads one file of a repository and adds it to the pack. */
export async function getFromHub(run: Run, repository: string, file: string | undefined, flags: GetFlags): Promise<readonly Downloaded[]> {
  const found = await readHubRepository(repository, { clock: run.clock, signal: run.signal, ...(flags.hub === undefined ? {} : { endpoint: flags.hub }) });
  if (found.gated) run.terminal.note(`${repository} is given out on request only; the download may be refused.`);
  const downloaded = await getModels(run, [hubDownload(found, pickHubFile(found, file))], flags, hubFolder(modelsFolder(), repository));
  for (const { path } of downloaded) await new PackStore(modelsFolder()).add(path);
  return downloaded;
}

async function requireTerms(run: Run, entry: Downloadable, yes: boolean): Promise<void> {
  const terms = new AcceptedTerms(modelsFolder());
  if (await terms.has(entry)) return;
  const { name, licence } = entry;
  run.terminal.note(`${name} is provided under the ${licence.name}, found at ${licence.url}. They restrict some uses.`);
  if (!yes && !(await agrees(run))) {
    throw new PackError({ ...failures.licenceNotAccepted(name, licence.url).toFailure(), fix: 'Read the terms; --yes accepts them.' });
  }
  await terms.accept(entry, new Date());
}

/** Whether the user types "yes". Without a terminal nobody is there to agree. */
async function agrees({ stdin, signal }: Run): Promise<boolean> {
  if (!stdin.isTTY) return false;
  const prompt = createInterface({ input: stdin, output: process.stderr });
  // A prompt takes Ctrl-C for itself, and leaves its question open when it is closed by Ctrl-D.
  prompt.once('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  const closed = new Promise<string>((resolve) => prompt.once('close', () => resolve('')));
  try {
    const answer = await Promise.race([prompt.question('Do you accept these terms? (yes/no) ', { signal }), closed]);
    return /^(?:y|yes)$/iu.test(answer.trim());
  } finally {
    prompt.close();
  }
}

async function getModel({ terminal, clock, signal }: Run, entry: Downloadable, { source, hub }: GetFlags, folder: string): Promise<Downloaded> {
  const progress = progressBar(terminal.progressStream, clock);
  try {
    const downloaded = await download(entry, {
      folder,
      accepted: true,
      signal,
      clock,
      ...(source === undefined ? {} : { only: source }),
      ...(hub === undefined ? {} : { hubEndpoint: hub }),
      onProgress: (at) => progress.update(at.bytes / at.total, labelOf(entry, at)),
      onSource: ({ description, because }) => {
        if (because !== null) terminal.note(because.message);
        terminal.note(`${entry.name} (${bytes(entry.bytes)}) from ${description}`);
      },
    });
    terminal.note(downloaded.source === null ? `${entry.name} is there already.` : `${entry.name} is complete, its SHA-256 is right.`);
    return downloaded;
  } finally {
    progress.dispose();
  }
}

function labelOf({ name }: Downloadable, { bytes: arrived, total, bytesPerSecond, secondsLeft }: DownloadProgress): string {
  const speed = bytesPerSecond === null ? '' : ` · ${bytes(Math.round(bytesPerSecond))}/s`;
  const left = secondsLeft === null ? '' : ` · ${Math.ceil(secondsLeft)} s left`;
  return `${name} · ${bytes(arrived)} of ${bytes(total)}${speed}${left}`;
}
