import type { CatalogueEntry } from '../../models/catalogue.ts';
import type { CuratedModel } from '../../models/hub/curated.ts';
import type { HubRepository } from '../../models/hub/hubRepository.ts';
import type { ListedModel } from '../models/modelList.ts';
import type { PackChoice } from '../pack/packChoice.ts';
import type { Style } from './style.ts';
import { table, wrapped } from './table.ts';
import { bytes } from './units.ts';

const columns = [
  { title: '', align: 'left' }, { title: '', align: 'left' }, { title: 'model', align: 'left' }, { title: 'size', align: 'right' },
  { title: 'context', align: 'right' }, { title: 'after the cursor', align: 'left' },
  { title: 'languages', align: 'left' },
] as const;

/** The models of a pack and those beside it, with where they lie and what is wrong with them. */
export function renderModels(choice: PackChoice, models: readonly ListedModel[], style: Style, width: number): string {
  const badge = ({ inUse, problem }: ListedModel): string => (problem !== null ? style.bad('✗') : inUse ? style.good('✓') : style.faint('·'));
  const rows = models.map((model) => [
    badge(model),
    model.inUse ? model.id : style.faint(model.id),
    model.file === null ? '–' : `${model.file.architecture} ${model.file.quantisation}`,
    model.file === null ? '–' : bytes(model.file.bytes),
    model.file === null ? '–' : String(model.file.contextLength),
    model.file === null ? '–' : model.file.fim ? 'seen' : 'not seen',
    model.languages?.join(', ') ?? 'all',
  ]);
  const notes = models.flatMap(({ problem }) => (problem === null ? [] : [wrapped(`${problem.message} ${problem.fix}`.trimEnd(), width)]));
  const idle = models.some((model) => !model.inUse) ? [style.faint('· added, but not in use')] : [];
  return [
    `${style.strong(`${choice.kind} pack`)} ${style.faint(`· ${choice.why}`)}`,
    '',
    table(columns, rows, style.faint),
    ...idle,
    ...(notes.length === 0 ? [] : ['', ...notes]),
    ...(choice.advice === '' ? [] : ['', wrapped(choice.advice, width)]),
  ].join('\n');
}

/** The GGUF files of a repository, smallest first. */
export function renderHubFiles({ repository, licence, gated, files }: HubRepository, style: Style): string {
  const titles = [{ title: '', align: 'left' }, { title: 'download', align: 'right' }] as const;
  const head = `${style.strong(repository)} ${style.faint(`· ${licence ?? 'licence not named'}${gated ? ' · given out on request only' : ''}`)}`;
  if (files.length === 0) return `${head}\n\nIt has no GGUF file that is a whole model.`;
  return [head, '', table(titles, files.map(({ file, bytes: size }) => [file, bytes(size)]), style.faint), '', `Download one with: packllm models get ${repository} FILE`].join('\n');
}

/** What can be downloaded, and on which terms. */
export function renderCatalogue(entries: readonly (CatalogueEntry & { readonly downloaded: boolean })[], curated: readonly CuratedModel[], style: Style): string {
  const rows = entries.map((entry) => [
    entry.downloaded ? style.good('✓') : ' ',
    entry.id,
    entry.quantisation,
    bytes(entry.bytes),
    bytes(entry.memoryBytes),
    entry.licence.name + (entry.licence.mustAccept ? ' (to be accepted)' : ''),
  ]);
  const titles = [
    { title: '', align: 'left' }, { title: '', align: 'left' }, { title: '', align: 'left' }, { title: 'download', align: 'right' },
    { title: 'memory', align: 'right' }, { title: 'licence', align: 'left' },
  ] as const;
  return [
    style.strong('standard pack'),
    '',
    table(titles, rows, style.faint),
    '',
    entries.every((entry) => entry.downloaded) ? 'It is downloaded.' : 'Download it with: packllm models get standard',
    '',
    style.strong('other small models'),
    '',
    table([...titles, { title: 'after the cursor', align: 'left' }], curated.map((model) => [
      ' ', model.id, model.quantisation, bytes(model.bytes), bytes(Math.round(model.memoryBytes)), model.licence, model.fim ? 'seen' : 'not seen',
    ]), style.faint),
    '',
    'Download one with: packllm models get ID, or any other with: packllm models get OWNER/REPOSITORY FILE',
  ].join('\n');
}
