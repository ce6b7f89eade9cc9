import '@vscode-elements/elements/dist/vscode-badge/index.js';
import '@vscode-elements/elements/dist/vscode-checkbox/index.js';
import '@vscode-elements/elements/dist/vscode-progress-bar/index.js';
import { h, icon } from '../dom.ts';
import type { SidebarState } from '../../protocol/sidebarMessages.ts';
import { plusMinus, points } from '../model/format.ts';
import { memberName } from '../model/memberName.ts';
import { memberRows, type MemberRow } from '../model/memberRows.ts';
import type { Look, Palette } from '../model/palette.ts';
import { whyText } from '../model/whyText.ts';
import { t } from '../text.ts';
import { bar, swatch } from './bars.ts';
import { button, buttons, switchButton, type Pin, type Run } from './button.ts';
import { PinnedSliders } from './pinnedSliders.ts';
import { elsewhereLine, provenance } from './provenance.ts';
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

type Shown = Pick<SidebarState, 'members' | 'loading' | 'weights' | 'engine' | 'workspace' | 'pinned' | 'front'>;

/** The members with their weights, what they rest on and why they are as they are; sliders take the place of the bars while the weights are fixed by hand. */
export class WeightsView {
  readonly #section: Section;
  readonly #sliders: PinnedSliders;
  readonly #run: Run;
  readonly #pin: Pin;
  readonly #workspace = h('vscode-checkbox', { 'label': t('This workspace takes part'), 'data-action': 'toggle-workspace' });

  constructor(run: Run, pin: Pin) {
    this.#run = run;
    this.#pin = pin;
    this.#sliders = new PinnedSliders(pin);
    this.#workspace.addEventListener('change', () => run('toggle-workspace'));
    this.#section = new Section(t('Weights'), [
      this.#workspace,
      buttons(button(run, 'choose-weighting', t('Choose Weighting')), button(run, 'pin-weights', t('Pin Weights'))),
    ]);
  }

  get element(): HTMLDetailsElement {
    return this.#section.element;
  }

  update({ members, loading, weights, engine, workspace, pinned, front }: Shown, palette: Palette): void {
    this.#workspace.checked = workspace;
    const rows = memberRows(members ?? [], weights);
    if (pinned !== null) this.#sliders.update(rows.map(({ id }) => id), pinned);
    this.#section.show(weights === null ? [] : provenance(weights),
      ...(weights === null ? [] : elsewhereLine(front, weights, 'weights')),
      ...(rows.length === 0 ? [] : [this.#methodLine(weights, rows, pinned !== null)]),
      ...(rows.length === 0 ? [] : [h('ul', { 'class': 'members', 'aria-label': t('Members') }, ...rows.map((row) => memberItem(row, palette, pinned === null ? undefined : this.#sliders.of(row.id))))]),
      ...loadingItems(loading),
      ...explanation(members, weights, pinned !== null, loading.length > 0 || engine.kind === 'starting'));
  }

  /** The sliders alone: everything else stays as it is. */
  updatePinned(pinned: NonNullable<SidebarState['pinned']>, { members, weights }: Pick<Shown, 'members' | 'weights'>): void {
    this.#sliders.update(memberRows(members ?? [], weights).map(({ id }) => id), pinned);
  }

  /** How the weights came about, and the switch that fixes them as they are or lets go of them. */
  #methodLine(weights: Weights | null, rows: readonly MemberRow[], pinned: boolean): HTMLElement {
    const press = (): void => {
      if (pinned) this.#run('unpin-weights');
      else this.#pin(rows.map(({ id, percent }) => ({ id, share: percent === null ? 1 / rows.length : percent / 100 })));
    };
    return h('div', { class: 'method' },
      h('vscode-badge', {}, pinned ? methodText('manual') : methodText(weights?.method ?? 'mixture')),
      ...(weights === null || pinned ? [] : [h('span', { class: 'quiet', title: t('Fitted to the last {0} bytes before the cursor; decodes with the tokens of {1}', weights.bytes, weights.reference) },
        weights.bytes === 1 ? t('fitted to 1 byte') : t('fitted to {0} bytes', weights.bytes))]),
      switchButton(pinned ? 'pinned' : 'pin', t('Pin the weights as they are'), pinned, press));
  }
}

function memberItem({ id, percent, error, reference, figures, work, seesSuffix, about }: MemberRow, palette: Palette, handle: ReturnType<PinnedSliders['of']>): HTMLElement {
  const look = palette.lookOf(id);
  const margin = error === null ? '' : plusMinus(error);
  return h('li', { 'class': percent === 0 && handle === undefined ? 'member resting' : 'member', 'data-member': id },
    h('div', { class: 'line', title: about }, swatch(look), h('span', { class: 'name' }, memberName(id)),
      ...(seesSuffix ? [seesMark()] : []),
      ...(handle === undefined ? weightWords(percent, margin) : [handle.percent])),
    ...(handle === undefined ? meter(id, percent, error, look) : [h('div', { class: `colour-${look.colour}` }, handle.slider)]),
    h('div', { class: 'facts' }, ...figures.map((figure) => h('span', {}, figure)),
      ...(reference ? [h('span', { title: t('The pack decodes with this member’s tokens') }, t('reference'))] : [])),
    h('div', { class: 'facts quiet' }, ...work.map((figure) => h('span', {}, figure))));
}

function weightWords(percent: number | null, margin: string): readonly HTMLElement[] {
  if (percent === null) return [];
  return [
    h('span', { class: 'percent' }, t('{0} %', percent)),
    ...(margin === '' ? [] : [h('span', { class: 'margin quiet', title: t('Standard error of the weight in percentage points: how sharply the text decides it') }, margin)]),
  ];
}

function meter(id: string, percent: number | null, error: number | null, look: Look): readonly HTMLElement[] {
  if (percent === null) return [];
  const words = error === null || error === 0 ? t('{0} %', percent) : t('{0} %, give or take {1}', percent, points(error));
  return [h('div', {
    'class': 'meter', 'role': 'meter', 'aria-label': t('Weight of {0}', memberName(id)), 'aria-valuemin': 0, 'aria-valuemax': 100, 'aria-valuenow': percent, 'aria-valuetext': words,
  }, bar(percent, look, (error ?? 0) * 100))];
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

function explanation(members: SidebarState['members'], weights: SidebarState['weights'], pinned: boolean, loading: boolean): readonly HTMLElement[] {
  if (weights !== null) return reasons(pinned ? { ...weights, method: 'manual' } : weights);
  if (members === null) return [h('p', { class: 'empty' }, loading ? t('The models are being loaded.') : t('No models are loaded yet.'))];
  if (members.length === 0) return [h('p', { class: 'empty' }, t('No model of the pack could be loaded.'))];
  return [h('p', { class: 'empty' }, t('Type in a document, and the weights of the pack appear here.'))];
}

/** Why these weights: in plain words, and behind a fold with the figures of the method. */
function reasons(weights: Weights): readonly HTMLElement[] {
  const plain = whyText(weights);
  return [
    ...(plain === '' ? [] : [h('p', { class: 'why' }, icon('lightbulb'), h('span', {}, plain))]),
    ...(weights.why === '' ? [] : [h('details', { class: 'figures' }, h('summary', { 'data-key': 'figures' }, icon('chevron-right'), t('In figures')), h('p', { class: 'quiet' }, weights.why))]),
  ];
}
