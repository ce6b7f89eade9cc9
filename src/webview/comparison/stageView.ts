import type { Comparison, ComparisonAction } from '../../protocol/comparisonMessages.ts';
import { h } from '../dom.ts';
import { t } from '../text.ts';
import { button, buttons } from '../view/button.ts';

type Stage = Comparison['stage'];

/** The head of the page: how far the comparison is, a way to end it or to begin again, and what to do where it failed. */
export class StageView {
  readonly element: HTMLElement;
  readonly #words = h('p', { class: 'quiet', role: 'status' });
  readonly #bar = h('vscode-progress-bar', { 'aria-label': t('Progress of the comparison') });
  readonly #cancel: HTMLElement;
  readonly #again: HTMLElement;
  readonly #trouble: HTMLElement;
  readonly #troubleText = h('p');

  constructor(run: (action: ComparisonAction) => void) {
    this.#cancel = button(run, 'cancel-comparison', t('Cancel'));
    this.#again = button(run, 'compare-members', t('Compare Again'));
    this.#trouble = h('div', { class: 'notice', role: 'alert' }, this.#troubleText,
      buttons(button(run, 'restart-engine', t('Restart Engine'), true), button(run, 'show-log', t('Show Log'))));
    this.element = h('header', {},
      this.#bar, h('h1', {}, t('Members side by side')), h('div', { class: 'line' }, this.#words, buttons(this.#cancel, this.#again)), this.#trouble);
    this.#draw({ kind: 'loading' });
  }

  update({ stage }: Pick<Comparison, 'stage'>): void {
    this.#draw(stage);
  }

  #draw(stage: Stage): void {
    const running = stage.kind === 'loading' || stage.kind === 'writing' || stage.kind === 'scoring';
    const hadFocus = document.activeElement === this.#cancel || document.activeElement === this.#again;
    this.#bar.hidden = this.#cancel.hidden = !running;
    this.#again.hidden = running;
    // The button that the keyboard was on may just have gone.
    if (hadFocus) (running ? this.#cancel : this.#again).focus();
    const share = shareOf(stage);
    this.#bar.indeterminate = share === null;
    this.#bar.value = Math.round((share ?? 0) * 100);
    const words = wordsOf(stage);
    if (this.#words.textContent !== words) this.#words.textContent = words;
    this.#trouble.hidden = stage.kind !== 'failed';
    const trouble = stage.kind === 'failed' ? `${stage.message} ${stage.fix}`.trim() : '';
    if (this.#troubleText.textContent !== trouble) this.#troubleText.textContent = trouble;
  }
}

function wordsOf(stage: Stage): string {
  switch (stage.kind) {
    case 'loading': return t('Waiting for the models.');
    case 'writing': return t('Writing: {0} of {1} texts.', stage.done, stage.of);
    case 'scoring': return t('Scoring: {0} of {1} texts.', stage.done, stage.of);
    case 'done': return t('All texts are written and scored.');
    case 'cancelled': return t('Cancelled: what is missing was not written or scored.');
    case 'failed': return t('The comparison ended early.');
  }
}

/** In [0, 1]; writing and scoring count half each. Null while nothing tells. */
function shareOf(stage: Stage): number | null {
  switch (stage.kind) {
    case 'writing': return stage.done / stage.of / 2;
    case 'scoring': return 0.5 + stage.done / stage.of / 2;
    case 'loading': return null;
    case 'done': case 'cancelled': case 'failed': return 1;
  }
}
