import { h, type Child } from '../dom.ts';
import type { ScoreCell, ScoreTable } from '../model/scoreTable.ts';
import { t } from '../text.ts';

/** Marks the smallest figure of a column. */
const least = '▾';

/** How well every member foresees every text. The table scrolls sideways by itself, with the keyboard too, where it does not fit. */
export function scoreTableElement({ columns, rows }: ScoreTable): HTMLElement {
  const table = h('table', { 'aria-describedby': 'scores-meaning' },
    h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, t('Text of')), ...columns.map((column) => h('th', { scope: 'col' }, column)))),
    h('tbody', {}, ...rows.map(({ name, cells }) => h('tr', {}, h('th', { scope: 'row' }, name), ...cells.map(cell)))));
  return h('div', { class: 'scores' },
    h('p', { id: 'scores-meaning', class: 'quiet' },
      t('How many bits each byte of a text costs the member above, or the pack, that has read the prompt: the fewer, the better it foresaw the text; {0} marks the fewest of a column.', least)),
    h('div', { 'class': 'scroller', 'role': 'region', 'aria-label': t('Bits per byte'), 'tabindex': 0, 'data-key': 'scores' }, table));
}

function cell({ text, least: isLeast }: ScoreCell): HTMLElement {
  if (text === null) return h('td', { class: 'quiet' }, h('span', { 'aria-hidden': 'true' }, '–'), h('span', { class: 'spoken' }, t('no figure')));
  const mark: readonly Child[] = isLeast ? [h('span', { 'class': 'mark', 'aria-hidden': 'true' }, least), h('span', { class: 'spoken' }, t('fewest of the column'))] : [];
  return h('td', isLeast ? { class: 'least' } : {}, ...mark, text);
}
