import { historyLength, type SidebarState } from '../../protocol/sidebarMessages.ts';
import { h, svg } from '../dom.ts';
import { timeOfDay } from '../model/format.ts';
import { columns, historyLabel, type Column } from '../model/historyView.ts';
import type { Palette } from '../model/palette.ts';
import { t } from '../text.ts';
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
    this.#section.show([history.length === 1 ? t('1 request') : t('{0} requests', history.length)], picture(shown, palette),
      h('div', { class: 'axis quiet' }, h('span', {}, timeOfDay(first.at)), h('span', {}, timeOfDay(last.at))));
  }
}

/** Stacked columns on a grid of `historyLength` places, the newest at the right. */
function picture(shown: readonly Column[], palette: Palette): SVGSVGElement {
  const width = 100 / historyLength;
  const start = historyLength - shown.length;
  return svg('svg', { 'class': 'history', 'role': 'img', 'aria-label': historyLabel(shown) }, ...shown.map(({ parts, title }, index) => {
    let filled = 0;
    const rects = parts.map(({ id, percent }) => {
      filled += percent;
      return svg('rect', { class: `fill-${palette.lookOf(id).colour}`, x: `${(start + index) * width}%`, width: `${width * 0.86}%`, y: `${100 - filled}%`, height: `${percent}%` });
    });
    return svg('g', {}, svg('title', {}, title), ...rects);
  }));
}
