import type { SidebarState } from '../../protocol/sidebarMessages.ts';
import { h } from '../dom.ts';
import { phases, reasonText, sourceText, stopText } from '../model/completionView.ts';
import { timeOfDay } from '../model/format.ts';
import type { Palette } from '../model/palette.ts';
import { t } from '../text.ts';
import { strip } from './bars.ts';
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
      this.#section.show('', h('p', { class: 'empty' }, t('No completion yet.')));
      return;
    }
    this.#section.show(`${completion.document}, ${timeOfDay(completion.at)}`,
      ...(completion.pieces.length > 0 ? pieceList(completion.pieces, palette) : [h('p', { class: 'empty' }, reasonText(completion.reason ?? 'nothing-to-add'))]),
      ...(completion.truncated ? [h('p', { class: 'quiet' }, t('The rest of the text is not shown.'))] : []),
      origin(completion), timing(completion));
  }
}

function origin({ source, stop, pieces }: Completion): HTMLElement {
  const stopped = pieces.length > 0 ? stopText(stop) : null;
  return h('p', { class: 'origin' }, h('span', {}, sourceText(source)), ...(stopped === null ? [] : [h('span', { class: 'quiet' }, stopped)]));
}

function timing({ timing: times }: Completion): HTMLElement {
  const { parts, figures } = phases(times);
  const coloured = new Map(parts.map(({ label }, index) => [label, index]));
  return h('div', { class: 'timing' },
    strip(parts.map(({ ms }) => ms)),
    h('dl', {}, ...figures.map(({ label, text }) => {
      const phase = coloured.get(label);
      return h('div', phase === undefined ? {} : { class: `of-phase-${phase}` }, h('dt', {}, label), h('dd', {}, text));
    })));
}
