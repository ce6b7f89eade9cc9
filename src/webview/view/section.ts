import { h, icon, type Child } from '../dom.ts';

/**
 * A part of the page under a heading that folds it away, in the look of the editor's view sections. It is a native disclosure:
 * keyboard and screen readers know it, which `vscode-collapsible` (no role, no expanded state) does not offer.
 */
export class Section {
  readonly element: HTMLDetailsElement;
  readonly #note = h('span', { class: 'note' });
  readonly #body = h('div', { class: 'content' });

  /** `footer` stays while the content is drawn again, so that its buttons keep the focus. */
  constructor(heading: string, footer: readonly HTMLElement[] = []) {
    const title = h('h2', {}, heading);
    this.element = h('details', { open: true }, h('summary', {}, icon('chevron-right'), title, this.#note), this.#body, ...footer);
  }

  /** Shows the content, and the note at the right of the heading. */
  show(note: readonly Child[], ...content: readonly Child[]): void {
    this.#note.replaceChildren(...note);
    this.#note.title = this.#note.textContent;
    this.#body.replaceChildren(...content);
  }
}
