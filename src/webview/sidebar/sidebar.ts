import type { SidebarState } from '../../protocol/sidebarMessages.ts';
import { h } from '../dom.ts';
import { Palette } from '../model/palette.ts';
import { t } from '../text.ts';
import { keepAges } from '../view/age.ts';
import type { Pin, Run } from '../view/button.ts';
import { CompletionView } from '../view/completionView.ts';
import { HistoryView } from '../view/historyView.ts';
import { keepFocus } from '../view/keepFocus.ts';
import { LeftOutView } from '../view/leftOutView.ts';
import { PackView } from '../view/packView.ts';
import { WeightsView } from '../view/weightsView.ts';

type Part = keyof SidebarState;

const nothing: SidebarState = {
  pack: null, engine: { kind: 'starting', message: '', fix: '' }, loading: [], members: null, workspace: true, pinned: null, front: null, leftOut: [], weights: null, completion: null, history: [],
};

/**
 * The whole page. It is complete before the first word from the host, and each change draws again only the parts that it touches,
 * so that focus and pointer keep their place elsewhere.
 */
export class Sidebar {
  readonly #pack: PackView;
  readonly #weights: WeightsView;
  readonly #completion: CompletionView;
  readonly #history = new HistoryView();
  readonly #leftOut = new LeftOutView();
  readonly #waiting = h('vscode-progress-bar', { 'indeterminate': true, 'aria-label': t('Loading') });
  readonly #root: HTMLElement;
  #state = nothing;
  #palette = new Palette([]);

  constructor(root: HTMLElement, run: Run, pin: Pin) {
    this.#root = root;
    this.#pack = new PackView(run);
    this.#weights = new WeightsView(run, pin);
    this.#completion = new CompletionView(run);
    root.append(this.#waiting, this.#pack.element, ...Object.values(this.sections));
    this.#draw(() => true, false);
    keepAges(root);
  }

  /** The parts that fold, by the name under which the page remembers it. */
  get sections(): Readonly<Record<string, HTMLDetailsElement>> {
    return { leftOut: this.#leftOut.element, weights: this.#weights.element, completion: this.#completion.element, history: this.#history.element };
  }

  update(changed: { readonly [P in Part]?: SidebarState[P] | undefined }): void {
    this.#waiting.hidden = true;
    const wasPinned = this.#state.pinned !== null;
    const known = Object.fromEntries(Object.entries(changed).filter(([, value]) => value !== undefined));
    this.#state = { ...this.#state, ...known };
    if (changed.members !== undefined) this.#palette = new Palette((changed.members ?? []).map(({ id }) => id));
    keepFocus(this.#root, () => this.#draw((part) => changed[part] !== undefined, wasPinned));
  }

  #draw(changed: (part: Part) => boolean, wasPinned: boolean): void {
    const state = this.#state;
    const { pinned } = state;
    if (changed('pack') || changed('engine') || changed('library')) this.#pack.update(state);
    const beforeWeights = state.weights === null && changed('engine');
    const turned = changed('pinned') && wasPinned !== (pinned !== null);
    if (changed('members') || changed('weights') || changed('workspace') || changed('front') || beforeWeights || changed('loading') || turned) this.#weights.update(state, this.#palette);
    else if (changed('pinned') && pinned !== null) this.#weights.updatePinned(pinned, state);
    if (changed('members') || changed('completion') || changed('front')) this.#completion.update(state, this.#palette);
    if (changed('members') || changed('history')) this.#history.update(state, this.#palette);
    if (changed('leftOut')) this.#leftOut.update(state);
  }
}
