import type { SidebarState } from '../../protocol/sidebarMessages.ts';
import { h, icon } from '../dom.ts';
import { t } from '../text.ts';
import { Section } from './section.ts';

/** Models that could not be used, each with what happened and what to do; hidden while there are none. */
export class LeftOutView {
  readonly #section = new Section(t('Left out'));

  get element(): HTMLDetailsElement {
    return this.#section.element;
  }

  update({ leftOut }: Pick<SidebarState, 'leftOut'>): void {
    this.#section.element.hidden = leftOut.length === 0;
    this.#section.show([h('span', {}, String(leftOut.length))], h('ul', { class: 'left-out' }, ...leftOut.map(({ id, message, fix }) =>
      h('li', {}, icon('warning', 'warning'), h('div', {}, h('span', { class: 'name' }, id), h('p', {}, message), ...(fix === '' ? [] : [h('p', { class: 'quiet' }, fix)]))))));
  }
}
