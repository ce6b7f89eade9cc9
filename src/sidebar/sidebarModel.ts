import { Disposables, type Disposable } from '../base/disposables.ts';
import { Emitter, type Event } from '../base/emitter.ts';
import type { LoadProgress } from '../protocol/requests.ts';
import { historyLength, type SidebarState } from '../protocol/sidebarMessages.ts';
import { engineViewOf, packViewOf } from './engineView.ts';
import { completionOf, historyEntryOf, weightsOf } from './reportView.ts';
import type { DocumentReport, SidebarSources } from './sources.ts';

/**
 * What the sidebar knows, kept whether or not its page exists: a page that opens late asks for all of it, an open one gets the
 * parts that changed. Requests that the next keystroke cancelled leave no trace, and reused completions none in the history:
 * nobody fitted weights for them.
 */
export class SidebarModel implements Disposable {
  readonly #owned = new Disposables();
  readonly #changed = this.#owned.add(new Emitter<Partial<SidebarState>>());
  #state: SidebarState;

  /** The parts that changed. */
  readonly onChange: Event<Partial<SidebarState>> = this.#changed.event;

  constructor({ engine, pack, onPackInfo, onReport, workspaceMember, onWorkspaceMember }: Omit<SidebarSources, 'extensionUri'>) {
    this.#state = {
      pack, engine: engineViewOf(engine.state), loading: [], ...packViewOf(engine.pack), workspace: workspaceMember, weights: null, completion: null, history: [],
    };
    this.#owned.add(onPackInfo((info) => this.#change({ pack: info })));
    this.#owned.add(onWorkspaceMember((workspace) => this.#change({ workspace })));
    this.#owned.add(engine.onState((state) => this.#change({ engine: engineViewOf(state) })));
    this.#owned.add(engine.onPack((loaded) => this.#change({ ...packViewOf(loaded), loading: [] })));
    this.#owned.add(engine.onLoadProgress((progress) => this.#change({ loading: this.#withProgress(progress) })));
    this.#owned.add(onReport((report) => this.#take(report)));
  }

  get state(): SidebarState {
    return this.#state;
  }

  #withProgress({ id, state, done }: LoadProgress): SidebarState['loading'] {
    const others = this.#state.loading.filter((member) => member.id !== id);
    return state === 'loading' ? [...others, { id, done }] : others;
  }

  #take(report: DocumentReport): void {
    if (report.report.reason === 'cancelled') return;
    const weights = weightsOf(report);
    const fitted = weights !== null && (report.report.source === 'generated' || report.report.source === 'none');
    this.#change({
      completion: completionOf(report),
      ...(weights === null ? {} : { weights }),
      ...(fitted ? { history: [...this.#state.history, historyEntryOf(weights)].slice(-historyLength) } : {}),
    });
  }

  #change(part: Partial<SidebarState>): void {
    this.#state = { ...this.#state, ...part };
    this.#changed.fire(part);
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
