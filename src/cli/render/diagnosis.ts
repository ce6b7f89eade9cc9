import type { Diagnosis } from '../pack/diagnosis.ts';
import type { Style } from './style.ts';
import { indented, table, wrapped } from './table.ts';
import { bytes, count, milliseconds, plural } from './units.ts';

const packNames: Readonly<Record<Diagnosis['pack']['kind'], string>> = {
  given: 'the files given with --models',
  configured: 'your own pack',
  standard: 'the standard pack',
  starter: 'the starter pack (embedded)',
};

const orders: Readonly<Record<NonNullable<Diagnosis['members'][number]['fimOrder']>, string>> = {
  'prefix-suffix-middle': 'seen (prefix first)',
  'suffix-prefix-middle': 'seen (suffix first)',
};

export function renderDiagnosis(diagnosis: Diagnosis, style: Style, width: number): string {
  return [
    style.strong(`PackLLM ${diagnosis.version}`) + style.faint(` · Node ${diagnosis.node} · ${diagnosis.platform}`),
    '',
    style.strong('Engine'),
    indented(renderEngine(diagnosis, style), 2),
    '',
    style.strong('Pack'),
    indented(renderPack(diagnosis, style, width - 2), 2),
    '',
    ...(diagnosis.engine === null ? [] : [style.strong('Models'), indented(renderMembers(diagnosis, style, width - 2), 2), '']),
    ...renderProblems(diagnosis, style, width),
  ].join('\n');
}

function renderEngine({ engine }: Diagnosis, style: Style): string {
  if (engine === null) return `${style.bad('✗')} does not run`;
  const memory = `${bytes(engine.memoryTotal)} memory, ${bytes(engine.memoryFree)} free, ${bytes(engine.memoryUsed)} used by the engine`;
  return [
    `${style.good('✓')} node-llama-cpp ${engine.library}, llama.cpp ${engine.llamaCpp}`,
    `${style.good('✓')} ${engine.device === 'cpu' ? 'CPU' : engine.device}, ${plural(engine.cores, 'core')}, ${plural(engine.threads, 'thread')}`,
    `${style.good('✓')} ${memory}`,
  ].join('\n');
}

function renderPack({ pack }: Diagnosis, style: Style, width: number): string {
  return [
    packNames[pack.kind],
    style.faint(wrapped(pack.why, width)),
    style.faint(`models folder: ${pack.modelsFolder}`),
  ].filter((line) => line !== '').join('\n');
}

function renderMembers({ members, leftOut }: Diagnosis, style: Style, width: number): string {
  const columns = (['left', 'left', 'left', 'right', 'right', 'right', 'left'] as const).map((align, index) =>
    ({ align, title: ['', '', '', 'vocabulary', 'disk', 'memory', 'after the cursor'][index] ?? '' }));
  const rows = members.map((member) => [
    style.good('✓'),
    member.id,
    `${member.architecture} ${member.quantisation}`,
    count(member.vocabularySize),
    bytes(member.bytesOnDisk),
    bytes(member.bytesInMemory),
    member.fimOrder === null ? style.warning('not seen') : orders[member.fimOrder],
  ]);
  const bad = leftOut.map((member) => `${style.bad('✗')} ${member.id}${style.faint(` · ${member.path}`)}`);
  const slowest = Math.max(...members.map((member) => member.loadMs));
  return [
    ...(rows.length === 0 ? [] : [table(columns, rows, style.faint)]),
    ...bad,
    ...(rows.length === 0 ? [] : [style.faint(`loaded within ${milliseconds(slowest)}; contexts of ${members.map((member) => count(member.contextSize)).join(', ')} tokens`)]),
    ...(members.some((member) => !member.seesSuffix) ? [style.faint(wrapped('A model without fill-in-the-middle tokens, or that predicts worse with them, completes from the text before the cursor alone.', width))] : []),
  ].join('\n');
}

function renderProblems({ problems, pack }: Diagnosis, style: Style, width: number): readonly string[] {
  const advice = pack.advice === '' ? [] : [`${style.strong('→')} ${indented(wrapped(pack.advice, width - 2), 2).trimStart()}`];
  if (problems.length === 0) return [`${style.good('✓')} Nothing needs fixing.`, ...advice];
  const lines = problems.map(({ message, fix }) => `${style.bad('✗')} ${indented(wrapped(`${message} ${fix}`, width - 2), 2).trimStart()}`);
  return [style.strong('What to do'), ...lines.map((line) => indented(line, 2)), ...(advice.length === 0 ? [] : ['', ...advice])];
}
