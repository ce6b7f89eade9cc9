import type { SidebarState } from '../../protocol/sidebarMessages.ts';
import { h, icon } from '../dom.ts';
import { agreementOf } from '../model/agreement.ts';
import { levelText, phases, reasonText, sourceText, stopText } from '../model/completionView.ts';
import { visible } from '../model/format.ts';
import { memberName } from '../model/memberName.ts';
import type { Palette } from '../model/palette.ts';
import { t } from '../text.ts';
import { phaseMark, strip, swatch } from './bars.ts';
import { button, buttons, type Run } from './button.ts';
import { pieceList } from './pieceList.ts';
import { elsewhereLine, provenance } from './provenance.ts';
import { Section } from './section.ts';

type Completion = NonNullable<SidebarState['completion']>;

/** The last completion: who wanted which piece, how long each part took, what was reused. */
export class CompletionView {
  readonly #section: Section;
  /** There only while there is a report to open. */
  readonly #openReport: HTMLElement;

  constructor(run: Run) {
    this.#openReport = button(run, 'open-report', t('Open Report'));
    this.#section = new Section(t('Last completion'), [
      buttons(button(run, 'complete-now', t('Complete Now')), button(run, 'compare-members', t('Compare Members')), this.#openReport),
    ]);
  }

  get element(): HTMLDetailsElement {
    return this.#section.element;
  }

  update({ completion, front }: Pick<SidebarState, 'completion' | 'front'>, palette: Palette): void {
    this.#openReport.hidden = completion === null;
    if (completion === null) {
      this.#section.show([], h('p', { class: 'empty' }, t('No completion yet.')));
      return;
    }
    this.#section.show(provenance(completion),
      ...elsewhereLine(front, completion, 'completion'),
      ...lessThanWhole(completion),
      ...(completion.pieces.length > 0 ? pieceList(completion.pieces, palette) : [h('p', { class: 'empty' }, reasonText(completion.reason ?? 'nothing-to-add'))]),
      ...(completion.truncated ? [h('p', { class: 'quiet' }, t('The rest of the text is not shown.'))] : []),
      ...agreement(completion), ...origin(completion), timing(completion), ...alternatives(completion, palette));
  }
}

/** Says so where not the whole pack answered. */
function lessThanWhole({ degraded }: Completion): readonly HTMLElement[] {
  return degraded === null ? [] : [h('p', { class: 'degraded' }, icon('dashboard', 'warning'), h('span', {}, h('strong', {}, levelText(degraded.level)), ' ', degraded.why))];
}

function agreement({ pieces }: Completion): readonly HTMLElement[] {
  const found = agreementOf(pieces);
  if (found === null) return [];
  return [h('div', { class: 'agreement' }, found.agree ? icon('pass', 'good') : icon('git-compare'), h('div', {}, h('p', {}, found.verdict), h('p', { class: 'quiet' }, found.leastSure)))];
}

/** Where the text came from, and how much of what the members know of the prompt was there before. */
function origin({ source, stop, pieces, evaluated, reused }: Completion): readonly HTMLElement[] {
  const stopped = pieces.length > 0 ? stopText(stop) : null;
  return [
    h('p', { class: 'facts' }, h('span', {}, sourceText(source)), ...(stopped === null ? [] : [h('span', { class: 'quiet' }, stopped)])),
    h('div', { class: 'timing' },
      ...(evaluated + reused === 0 ? [] : [strip([{ look: 4, length: reused }, { look: 2, length: evaluated }])]),
      h('p', { class: 'facts' }, h('span', {}, phaseMark(4), t('{0}+ tokens reused', reused)), h('span', {}, phaseMark(2), evaluated === 1 ? t('1 token evaluated') : t('{0} tokens evaluated', evaluated)))),
  ];
}

/** What members would write by themselves, each with its member. */
function alternatives({ alternatives: texts }: Completion, palette: Palette): readonly HTMLElement[] {
  if (texts.length === 0) return [];
  return [h('div', { class: 'alternatives' },
    h('h3', {}, t('Alternatives')),
    h('ul', {}, ...texts.map(({ member, text }) => h('li', {}, h('div', { class: 'line' }, swatch(palette.lookOf(member)), h('span', { class: 'name' }, memberName(member))), h('code', {}, visible(text))))),
    h('p', { class: 'quiet' }, t('Alt+] and Alt+[ go through them in the editor.')))];
}

function timing({ timing: times }: Completion): HTMLElement {
  const shown = phases(times);
  return h('div', { class: 'timing' },
    strip(shown),
    h('dl', {}, ...shown.map(({ look, label, text }) => h('div', {}, h('dt', {}, phaseMark(look), label), h('dd', {}, text)))));
}
