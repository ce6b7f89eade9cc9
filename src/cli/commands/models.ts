import { Option, type Command } from 'commander';
import { standardPack, type CatalogueEntry } from '../../models/catalogue.ts';
import { modelsFolder } from '../../models/modelsFolder.ts';
import { PackStore } from '../../models/packStore.ts';
import { isDownloaded } from '../../models/resolvePack.ts';
import { getModels, type GetFlags } from '../getModels.ts';
import { asTyped } from '../invocation.ts';
import { pickMember } from '../members.ts';
import { listModels } from '../modelList.ts';
import { choosePack } from '../packChoice.ts';
import { renderCatalogue, renderModels } from '../render/modelList.ts';
import type { Run } from '../run.ts';
import type { Runner } from '../runner.ts';
import { UsageError } from '../usageError.ts';

export function addModels(program: Command, run: Runner): void {
  const models = program.command('models').description('list, get, add and remove models');
  models.command('list', { isDefault: true })
    .description('list the models of the pack, and those that are not in use')
    .action((_options: unknown, command: Command) => run(command, list));
  models.command('get')
    .description('download the standard pack, or one model of the catalogue')
    .argument('<id>', 'standard, or an id of the catalogue')
    .option('--yes', 'accept the terms of the models')
    .addOption(new Option('--source <kind>', 'only try this kind of source').choices(['hub', 'url', 'pip']))
    .option('--hub <url>', 'a mirror of the model hub')
    .action((id: string, flags: GetFlags, command: Command) => run(command, (active) => get(active, id, flags)));
  models.command('add')
    .description('add GGUF files to the pack')
    .argument('<path...>', 'GGUF files')
    .action((paths: readonly string[], _options: unknown, command: Command) => run(command, (active) => add(active, paths)));
  models.command('catalogue')
    .description('list the models that can be downloaded')
    .action((_options: unknown, command: Command) => run(command, showCatalogue));
  addChange(models, run, 'enable', 'use an added model', (store, id) => store.setEnabled(id, true));
  addChange(models, run, 'disable', 'keep an added model out of the pack', (store, id) => store.setEnabled(id, false));
  addChange(models, run, 'remove', 'forget an added model; its file stays', (store, id) => store.remove(id));
}

function addChange(models: Command, run: Runner, name: string, description: string, change: (store: PackStore, id: string) => Promise<void>): void {
  models.command(name)
    .description(description)
    .argument('<id>', 'the model: its id, a part of it, or its position among the added ones')
    .action((wanted: string, _options: unknown, command: Command) => run(command, async (active) => {
      const store = new PackStore(modelsFolder());
      const { members } = await store.read();
      if (members.length === 0) throw new UsageError('You added no models yet: packllm models add PATH.');
      await change(store, pickMember(members.map(({ id }) => id), wanted));
      return list(active);
    }));
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

async function get(run: Run, id: string, flags: GetFlags): Promise<0> {
  const downloaded = await getModels(run, entriesOf(id), flags);
  if (run.terminal.json) run.terminal.printJson({ models: downloaded.map(({ path, source, summary }) => ({ path, source, ...summary })) });
  else await list(run);
  return 0;
}

function entriesOf(id: string): readonly CatalogueEntry[] {
  if (id === 'standard') return standardPack;
  const entry = standardPack.find((each) => each.id === id);
  if (entry === undefined) throw new UsageError(`There is no model "${id}" to download. There are: standard, ${standardPack.map((each) => each.id).join(', ')}.`);
  return [entry];
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
  if (run.terminal.json) run.terminal.printJson({ models: entries });
  else run.terminal.print(asTyped(renderCatalogue(entries, run.terminal.style), process.env));
  return 0;
}
