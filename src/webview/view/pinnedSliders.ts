import type { SidebarState } from '../../protocol/sidebarMessages.ts';
import { h } from '../dom.ts';
import { memberName } from '../model/memberName.ts';
import { percentages } from '../model/percentages.ts';
import { moved } from '../model/pinned.ts';
import { t } from '../text.ts';
import type { Pin } from './button.ts';

type Shares = NonNullable<SidebarState['pinned']>;

interface Handle {
  readonly slider: HTMLInputElement;
  readonly percent: HTMLElement;
}

/**
 * One slider per member for weights fixed by hand. Moving one moves the others, so that what they show is what counts; the host is told when
 * a slider comes to rest. They stay the same elements while the members do, so that focus and pointer keep their hold.
 */
export class PinnedSliders {
  readonly #pin: Pin;
  #handles: ReadonlyMap<string, Handle> = new Map();
  #shares: Shares = [];

  constructor(pin: Pin) {
    this.#pin = pin;
  }

  /** Takes over what is fixed, for these members; those that are not named have nothing. */
  update(ids: readonly string[], pinned: Shares): void {
    const known = new Map(pinned.map(({ id, share }) => [id, share]));
    this.#shares = ids.map((id) => ({ id, share: known.get(id) ?? 0 }));
    if (ids.length !== this.#handles.size || ids.some((id) => !this.#handles.has(id))) this.#handles = new Map(ids.map((id) => [id, this.#handle(id)]));
    this.#draw();
  }

  of(id: string): Handle | undefined {
    return this.#handles.get(id);
  }

  #handle(id: string): Handle {
    const slider = h('input', { 'type': 'range', 'min': 0, 'max': 100, 'step': 1, 'aria-label': t('Pinned weight of {0}', memberName(id)), 'data-key': `slider ${id}` });
    slider.addEventListener('input', () => {
      this.#shares = [...moved(this.#shares, id, Number(slider.value) / 100)];
      this.#draw();
    });
    slider.addEventListener('change', () => this.#pin(this.#shares));
    return { slider, percent: h('span', { class: 'percent' }) };
  }

  #draw(): void {
    const percents = percentages(this.#shares.map(({ share }) => share));
    for (const [index, { id }] of this.#shares.entries()) {
      const handle = this.#handles.get(id);
      if (handle === undefined) continue;
      const words = t('{0} %', percents[index] ?? 0);
      handle.slider.value = String(percents[index] ?? 0);
      handle.slider.setAttribute('aria-valuetext', words);
      handle.percent.textContent = words;
    }
  }
}
