import type { SidebarState } from '../../protocol/sidebarMessages.ts';
import { h } from '../dom.ts';
import { phases, reasonText, sourceText, stopText } from '../model/completionView.ts';
import { timeOfDay } from '../model/format.ts';
import type { Palette } from '../model/palette.ts';
import { t } from '../text.ts';
import { phaseMark, strip } from './bars.ts';
import { button, buttons, type Run } from './button.ts';
import { pieceList } from './pieceList.ts';
import { Section } from './section.ts';

type Completion = NonNullable<SidebarState['completion']>;

/** The last completion: who wanted which piece, how long each part took, what was reused. */
export class CompletionView {
  readonly #section: Section;

  constructor(run: Run) {
    this.#section = new Section(t('Last completion'), [
      buttons(button(run, 'complete-now', t('Complete Now')), button(run, 'compare-members', t('Compare Members')), button(run, 'open-report', t('Open Report'))),
    ]);
  }

  get element(): HTMLDetailsElement {
    return this.#section.element;
  }

  update({ completion }: Pick<SidebarState, 'completion'>, palette: Palette): void {
    if (completion === null) {
      this.#section.show([], h('p', { class: 'empty' }, t('No completion yet.')));
      return;
    }
    this.#section.show([completion.document, `, ${timeOfDay(completion.at)}`],
      ...(completion.pieces.length > 0 ? pieceList(completion.pieces, palette) : [h('p', { class: 'empty' }, reasonText(completion.reason ?? 'nothing-to-add'))]),
      ...(completion.truncated ? [h('p', { class: 'quiet' }, t('The rest of the text is not shown.'))] : []),
      origin(completion), timing(completion));
  }
}

function origin({ source, stop, pieces }: Completion): HTMLElement {
  const stopped = pieces.length > 0 ? stopText(stop) : null;
  return h('p', { class: 'facts' }, h('span', {}, sourceText(source)), ...(stopped === null ? [] : [h('span', { class: 'quiet' }, stopped)]));
}

function timing({ timing: times }: Completion): HTMLElement {
  const shown = phases(times);
  return h('div', { class: 'timing' },
    strip(shown),
    h('dl', {}, ...shown.map(({ look, label, text }) => h('div', {}, h('dt', {}, phaseMark(look), label), h('dd', {}, text)))));
}
