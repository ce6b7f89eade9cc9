import { historyLength, type SidebarState } from '../../protocol/sidebarMessages.ts';
import { h, svg } from '../dom.ts';
import { columns, historyLabel, type Column } from '../model/historyView.ts';
import type { Palette } from '../model/palette.ts';
import { t } from '../text.ts';
import { ageOf } from './age.ts';
import { rove } from './rovingList.ts';
import { Section } from './section.ts';

/** How the weights moved over the last requests. */
export class HistoryView {
  readonly #section = new Section(t('History of weights'));

  get element(): HTMLDetailsElement {
    return this.#section.element;
  }

  update({ history, members }: Pick<SidebarState, 'history' | 'members'>, palette: Palette): void {
    const first = history[0];
    const last = history.at(-1);
    if (first === undefined || last === undefined) {
      this.#section.show([], h('p', { class: 'empty' }, t('No requests yet.')));
      return;
    }
    const shown = columns(history, (members ?? []).map(({ id }) => id));
    const detail = h('p', { class: 'quiet' });
    const options = picture(shown, palette);
    const chart = svg('svg', { 'class': 'history', 'role': 'listbox', 'aria-orientation': 'horizontal', 'aria-label': historyLabel(shown) }, ...options);
    this.#section.show([h('span', {}, history.length === 1 ? t('1 request') : t('{0} requests', history.length))], chart,
      h('div', { class: 'axis quiet' }, h('span', {}, ageOf(first.at)), h('span', {}, ageOf(last.at))), detail);
    rove(chart, options, (index) => {
      detail.textContent = shown[index ?? -1]?.title ?? historyLabel(shown);
    });
  }
}

/** Stacked columns on a grid of `historyLength` places, the newest at the right, which is where the keyboard starts. */
function picture(shown: readonly Column[], palette: Palette): readonly SVGElement[] {
  const width = 100 / historyLength;
  const start = historyLength - shown.length;
  return shown.map(({ parts, title }, index) => {
    let filled = 0;
    const rects = parts.map(({ id, percent }) => {
      filled += percent;
      return svg('rect', { class: `fill-${palette.lookOf(id).colour}`, x: `${(start + index) * width}%`, width: `${width * 0.86}%`, y: `${100 - filled}%`, height: `${percent}%` });
    });
    return svg('g', { 'role': 'option', 'tabindex': index === shown.length - 1 ? 0 : -1, 'aria-selected': 'false', 'aria-label': title, 'data-key': `column ${shown.length - index}` }, ...rects);
  });
}
