import type { SidebarState } from '../../protocol/sidebarMessages.ts';
import { h, icon } from '../dom.ts';
import { t } from '../text.ts';
import { button, buttons, iconButton, type Run } from './button.ts';

type EngineView = SidebarState['engine'];
type Pack = SidebarState['pack'];

const engineIcons: Readonly<Record<EngineView['kind'], readonly [string, ...string[]]>> = {
  stopped: ['circle-outline'],
  starting: ['loading', 'codicon-modifier-spin'],
  ready: ['pass-filled', 'good'],
  busy: ['loading', 'codicon-modifier-spin'],
  backoff: ['warning', 'warning'],
  disabled: ['error', 'error'],
};

function engineText(kind: EngineView['kind']): string {
  switch (kind) {
    case 'stopped': return t('Stopped');
    case 'starting': return t('Starting');
    case 'ready': return t('Ready');
    case 'busy': return t('Busy');
    case 'backoff': return t('Restarting');
    case 'disabled': return t('Off');
  }
}

function packText(pack: Pack): string {
  switch (pack?.kind) {
    case 'starter': return t('Starter pack');
    case 'standard': return t('Standard pack');
    case 'configured': return t('Your pack');
    case undefined: return t('Looking for models');
  }
}

/** The head of the page: which pack, how to get a better one, how the engine is. */
export class PackView {
  readonly element: HTMLElement;
  readonly #name = h('h1');
  readonly #advice = h('p', { class: 'quiet' });
  readonly #library = h('p', { class: 'quiet' });
  readonly #state = h('span', { 'class': 'engine', 'aria-hidden': 'true' });
  readonly #spoken = h('span', { class: 'spoken', role: 'status' });
  readonly #trouble: HTMLElement;
  readonly #troubleText = h('p');
  readonly #better: HTMLElement;

  constructor(run: Run) {
    this.#better = button(run, 'get-standard-pack', t('Get Standard Pack'), true);
    this.#trouble = h('div', { class: 'notice', role: 'alert' }, this.#troubleText,
      buttons(button(run, 'restart-engine', t('Restart Engine'), true), button(run, 'show-log', t('Show Log'))));
    this.element = h('header', {},
      h('div', { class: 'line' }, this.#name, this.#state, this.#spoken, iconButton(run, 'restart-engine', 'debug-restart', t('Restart Engine'))),
      this.#advice,
      buttons(this.#better, button(run, 'manage-models', t('Manage Models'))),
      this.#trouble, this.#library);
  }

  update({ pack, engine, library = '' }: Pick<SidebarState, 'pack' | 'engine' | 'library'>): void {
    this.#library.textContent = library;
    this.#library.hidden = library === '';
    this.#name.textContent = packText(pack);
    this.#advice.textContent = pack?.advice ?? '';
    this.#better.hidden = pack?.kind !== 'starter';
    this.#state.replaceChildren(icon(...engineIcons[engine.kind]), engineText(engine.kind));
    // Every keystroke makes the engine busy: that is for the eye only.
    const spoken = t('Engine: {0}', engineText(engine.kind === 'busy' ? 'ready' : engine.kind));
    if (this.#spoken.textContent !== spoken) this.#spoken.textContent = spoken;
    const trouble = engine.kind === 'backoff' || engine.kind === 'disabled';
    this.#trouble.hidden = !trouble;
    const text = trouble ? [engine.message, engine.fix].filter((sentence) => sentence !== '').join(' ') : '';
    if (this.#troubleText.textContent !== text) this.#troubleText.textContent = text;
  }
}
