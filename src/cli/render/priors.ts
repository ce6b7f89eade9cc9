import type { LearntReport } from '../../protocol/reports.ts';
import type { Style } from './style.ts';
import { table } from './table.ts';

const columns = [
  { title: 'language', align: 'left' }, { title: 'prompt', align: 'left' }, { title: 'chunks', align: 'right' }, { title: 'weights', align: 'left' },
] as const;

const kinds = { plain: 'plain', fim: 'fill-in-the-middle' } as const satisfies Record<LearntReport['kind'], string>;

/** What has been learnt, one language and kind of prompt a row; the heaviest member first. */
export function renderPriors(learnt: readonly LearntReport[], style: Style): string {
  if (learnt.length === 0) return 'Nothing has been learnt from accepted suggestions.';
  const rows = learnt.map(({ language, kind, chunks, members }) => [
    language === '' ? '–' : language, kinds[kind], String(chunks),
    members.toSorted((a, b) => b.weight - a.weight).map(({ id, weight }) => `${id} ${weight.toFixed(2)}`).join(' · '),
  ]);
  return table(columns, rows, style.faint);
}
