import '@vscode-elements/elements/dist/vscode-badge/index.js';
import '@vscode-elements/elements/dist/vscode-checkbox/index.js';
import '@vscode-elements/elements/dist/vscode-progress-bar/index.js';
import { h, icon, type Child } from '../dom.ts';
import type { SidebarState } from '../../protocol/sidebarMessages.ts';
import { timeOfDay } from '../model/format.ts';
import { memberName } from '../model/memberName.ts';
import { memberRows, type MemberRow } from '../model/memberRows.ts';
import type { Palette } from '../model/palette.ts';
import { t } from '../text.ts';
import { bar, swatch } from './bars.ts';
import { button, buttons, type Run } from './button.ts';
import { Section } from './section.ts';

type Weights = NonNullable<SidebarState['weights']>;

function methodText(method: Weights['method']): string {
  switch (method) {
    case 'mixture': return t('Mixture');
    case 'sim': return t('PackLLM-sim');
    case 'opt': return t('PackLLM-opt');
    case 'exhaustive': return t('Exhaustive');
    case 'uniform': return t('Uniform');
    case 'top1': return t('Best member only');
    case 'manual': return t('Pinned');
  }
}

/** The members with their weights, what they rest on and why they are as they are. */
export class WeightsView {
  readonly #section: Section;
  readonly #workspace = h('vscode-checkbox', { 'label': t('This workspace takes part'), 'data-action': 'toggle-workspace' });

  constructor(run: Run) {
    this.#workspace.addEventListener('change', () => run('toggle-workspace'));
    this.#section = new Section(t('Weights'), [
      this.#workspace,
      buttons(button(run, 'choose-weighting', t('Choose Weighting')), button(run, 'pin-weights', t('Pin Weights'))),
    ]);
  }

  get element(): HTMLDetailsElement {
    return this.#section.element;
  }

  update({ members, loading, weights, engine, workspace }: Pick<SidebarState, 'members' | 'loading' | 'weights' | 'engine' | 'workspace'>, palette: Palette): void {
    this.#workspace.checked = workspace;
    const note = weights === null ? [] : [weights.document, `, ${timeOfDay(weights.at)}`];
    const rows = memberRows(members ?? [], weights);
    this.#section.show(note,
      ...(weights === null ? [] : [methodLine(weights)]),
      ...(rows.length === 0 ? [] : [h('ul', { 'class': 'members', 'aria-label': t('Members') }, ...rows.map((row) => memberItem(row, palette)))]),
      ...loadingItems(loading),
      ...explanation(members, weights, loading.length > 0 || engine.kind === 'starting'));
  }
}

function methodLine({ method, bytes, reference }: Weights): HTMLElement {
  return h('p', { class: 'method' },
    h('vscode-badge', {}, methodText(method)),
    h('span', { class: 'quiet', title: t('Fitted to the last {0} bytes before the cursor; decodes with the tokens of {1}', bytes, reference) },
      t('fitted to {0} bytes', bytes)));
}

function memberItem({ id, percent, reference, figures, work, seesSuffix, about }: MemberRow, palette: Palette): HTMLElement {
  const look = palette.lookOf(id);
  const meter: readonly Child[] = percent === null ? [] : [h('div', {
    'class': 'meter', 'role': 'meter', 'aria-label': t('Weight of {0}', memberName(id)), 'aria-valuemin': 0, 'aria-valuemax': 100, 'aria-valuenow': percent, 'aria-valuetext': t('{0} %', percent),
  }, bar(percent, look))];
  return h('li', { 'class': percent === 0 ? 'member resting' : 'member', 'data-member': id },
    h('div', { class: 'line', title: about }, swatch(look), h('span', { class: 'name' }, memberName(id)),
      ...(seesSuffix ? [seesMark()] : []),
      ...(percent === null ? [] : [h('span', { class: 'percent' }, t('{0} %', percent))])),
    ...meter,
    h('div', { class: 'facts' }, ...figures.map((figure) => h('span', {}, figure)),
      ...(reference ? [h('span', { title: t('The pack decodes with this member’s tokens') }, t('reference'))] : [])),
    h('div', { class: 'facts quiet' }, ...work.map((figure) => h('span', {}, figure))));
}

function seesMark(): HTMLElement {
  const meaning = t('Sees the text after the cursor as well');
  return h('span', { class: 'sees', title: meaning }, icon('eye'), h('span', { class: 'spoken' }, meaning));
}

function loadingItems(loading: SidebarState['loading']): readonly HTMLElement[] {
  return loading.map(({ id, done }) => h('div', { class: 'loading' },
    h('span', { class: 'name' }, t('Loading {0}', id)),
    h('vscode-progress-bar', { 'value': Math.round(done * 100), 'aria-label': t('Loading {0}', id) })));
}

function explanation(members: SidebarState['members'], weights: SidebarState['weights'], loading: boolean): readonly HTMLElement[] {
  if (weights !== null) return weights.why === '' ? [] : [h('p', { class: 'why' }, icon('lightbulb'), h('span', {}, weights.why))];
  if (members === null) return [h('p', { class: 'empty' }, loading ? t('The models are being loaded.') : t('No models are loaded yet.'))];
  if (members.length === 0) return [h('p', { class: 'empty' }, t('No model of the pack could be loaded.'))];
  return [h('p', { class: 'empty' }, t('Type in a document, and the weights of the pack appear here.'))];
}
