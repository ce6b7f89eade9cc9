import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-toolbar-button/index.js';
import type { SidebarAction } from '../../protocol/sidebarMessages.ts';
import { h } from '../dom.ts';

/** Asks the host to do something. */
export type Run = (action: SidebarAction) => void;
/** Asks the host to fix the weights. */
export type Pin = (weights: readonly { readonly id: string; readonly share: number }[]) => void;

/** Secondary unless it is the one thing to do next. */
export function button<Action extends string>(run: (action: Action) => void, action: Action, label: string, primary = false): HTMLElement {
  const element = h('vscode-button', { 'secondary': !primary, 'data-action': action }, label);
  element.addEventListener('click', () => run(action));
  // A space bar press on something that is not a native button would scroll the page as well.
  element.addEventListener('keydown', (event) => {
    if (event.key === ' ') event.preventDefault();
  });
  return element;
}

/** A small button with an icon, named for the ear and the pointer. */
export function iconButton(run: Run, action: SidebarAction, icon: string, label: string): HTMLElement {
  const element = h('vscode-toolbar-button', { icon, label, 'title': label, 'data-action': action });
  element.addEventListener('click', () => run(action));
  return element;
}

/** A small button that is on or off. Pressing it only asks; the state that comes back turns it. */
export function switchButton(icon: string, label: string, on: boolean, press: () => void): HTMLElement {
  const element = h('vscode-toolbar-button', { icon, label, 'title': label, 'toggleable': true, 'checked': on, 'data-key': icon });
  element.addEventListener('change', press);
  return element;
}

export function buttons(...children: readonly HTMLElement[]): HTMLElement {
  return h('div', { class: 'buttons' }, ...children);
}
