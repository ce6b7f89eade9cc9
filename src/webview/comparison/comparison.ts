import '@vscode-elements/elements/dist/vscode-progress-bar/index.js';
import type { ComparedText, Comparison, ComparisonAction } from '../../protocol/comparisonMessages.ts';
import { h, icon, type Child } from '../dom.ts';
import { reasonText } from '../model/completionView.ts';
import { differences, placesOf } from '../model/differences.ts';
import { milliseconds, probability, visible } from '../model/format.ts';
import { Palette } from '../model/palette.ts';
import { scoreTable, textName } from '../model/scoreTable.ts';
import { t } from '../text.ts';
import { ageOf, keepAges } from '../view/age.ts';
import { swatch } from '../view/bars.ts';
import { keepFocus } from '../view/keepFocus.ts';
import { markedText } from '../view/markedText.ts';
import { pieceList } from '../view/pieceList.ts';
import { scoreTableElement } from '../view/scoreTable.ts';
import { StageView } from './stageView.ts';

type Outcome = ComparedText['outcome'];

/** The whole page: what becomes of the comparison, the prompt, the fused text, every member's own with its differences to that, and who foresees which text. */
export class ComparisonPage {
  readonly #stage: StageView;
  readonly #body = h('div', { class: 'comparison' });
  readonly #root: HTMLElement;

  constructor(root: HTMLElement, run: (action: ComparisonAction) => void) {
    this.#root = root;
    this.#stage = new StageView(run);
    root.append(this.#stage.element, this.#body);
    keepAges(root);
  }

  update(comparison: Comparison): void {
    this.#stage.update(comparison);
    keepFocus(this.#root, () => this.#body.replaceChildren(...bodyOf(comparison)));
  }
}

function bodyOf(comparison: Comparison): readonly HTMLElement[] {
  const { texts, weights } = comparison;
  const palette = new Palette(weights.map(({ id }) => id));
  const [fused, ...own] = texts;
  const fusedText = fused?.outcome.kind === 'written' ? fused.outcome.text : null;
  const table = scoreTable(comparison);
  return [
    promptOf(comparison),
    ...(fused === undefined ? [] : [section(t('Fused'), fusedOf(fused.outcome, palette))]),
    ...(own.length === 0 ? [] : [section(t('Every member alone'), legend(),
      h('ul', { class: 'own' }, ...own.map((one) => h('li', {}, ...ownOf(one, fusedText, comparison, palette)))))]),
    ...(table === null ? [] : [section(t('Who foresees which text'), scoreTableElement(table))]),
  ];
}

function section(heading: string, ...content: readonly Child[]): HTMLElement {
  return h('section', { 'aria-label': heading }, h('h2', {}, heading), ...content);
}

function promptOf({ prompt: { before, after, earlier, later }, document, line, at }: Comparison): HTMLElement {
  const cursor = h('span', { class: 'cursor' }, h('span', { class: 'spoken' }, ` ${t('(cursor)')} `));
  return section(t('Prompt'),
    h('p', { class: 'facts quiet' }, h('span', {}, t('{0}, line {1}', document, line)), h('span', {}, ageOf(at))),
    h('code', { class: 'text prompt' }, ...(earlier ? ['…\n'] : []), visible(before), cursor, h('span', { class: 'quiet' }, visible(after)), ...(later ? ['\n…'] : [])));
}

function fusedOf(outcome: Outcome, palette: Palette): HTMLElement {
  if (outcome.kind !== 'written' || outcome.text === '') return h('div', {}, ...withoutText(outcome));
  const pieces = outcome.pieces.map(({ byMember, ...piece }) => ({ ...piece, byMember: Object.entries(byMember).map(([id, share]) => ({ id, share })) }));
  return h('div', { class: 'fused' }, ...pieceList(pieces, palette));
}

/** How the marks of the differences look. */
function legend(): HTMLElement {
  return h('p', { class: 'quiet marks' }, h('ins', {}, t('only in this text')), ' ', h('del', {}, t('only in the fused text')));
}

function ownOf({ member, outcome }: ComparedText, fused: string | null, { weights }: Comparison, palette: Palette): readonly Child[] {
  const weight = weights.find(({ id }) => id === member);
  const facts = [
    ...(weight === undefined ? [] : [t('weight {0}', probability(weight.share))]),
    ...(outcome.kind === 'written' ? [milliseconds(outcome.ms)] : []),
  ];
  return [
    h('div', { class: 'line' }, ...(member === null ? [] : [swatch(palette.lookOf(member))]), h('h3', { class: 'name' }, textName(member)),
      h('span', { class: 'facts quiet' }, ...facts.map((fact) => h('span', {}, fact)))),
    ...(outcome.kind === 'written' && outcome.text !== '' ? compared(outcome.text, fused) : withoutText(outcome)),
  ];
}

function compared(text: string, fused: string | null): readonly Child[] {
  if (fused === null || fused === '') return [h('code', { class: 'text' }, visible(text))];
  const stretches = differences(fused, text);
  return [markedText(stretches), h('p', { class: 'quiet' }, verdict(stretches))];
}

function verdict(stretches: ReturnType<typeof differences>): string {
  const places = placesOf(stretches);
  if (places === 0) return t('The same as the fused text.');
  if (stretches.every(({ kind }) => kind !== 'same')) return t('Little or nothing in common with the fused text.');
  return places === 1 ? t('Differs from the fused text in one place.') : t('Differs from the fused text in {0} places.', places);
}

function withoutText(outcome: Outcome): readonly Child[] {
  switch (outcome.kind) {
    case 'waiting': return [h('p', { class: 'quiet' }, t('Not written yet.'))];
    case 'written': return [h('p', { class: 'quiet' }, reasonText(outcome.reason ?? 'end-of-text'))];
    case 'failed': return [h('p', {}, icon('warning', 'warning'), ' ', `${outcome.message} ${outcome.fix}`.trim())];
  }
}
