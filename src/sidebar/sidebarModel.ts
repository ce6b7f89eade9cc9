import { Disposables, type Disposable } from '../base/disposables.ts';
import { Emitter, type Event } from '../base/emitter.ts';
import type { LoadProgress } from '../protocol/requests.ts';
import { historyLength, type SidebarState } from '../protocol/sidebarMessages.ts';
import { engineViewOf, packViewOf } from './engineView.ts';
import { completionOf, historyEntryOf, pinnedOf, short, weightsOf } from './reportView.ts';
import type { DocumentReport, FrontDocument, SidebarSources } from './sources.ts';

/**
 * What the sidebar knows, kept whether or not its page exists: a page that opens late asks for all of it, an open one gets the
 * parts that changed. Requests that the next keystroke cancelled leave no trace, and reused completions none in the history:
 * nobody fitted weights for them.
 */
export class SidebarModel implements Disposable {
  readonly #owned = new Disposables();
  readonly #changed = this.#owned.add(new Emitter<Partial<SidebarState>>());
  #state: SidebarState;
  #front: FrontDocument | null;
  /** Documents that the weights and the completion are about. */
  #about: { readonly weights: string | null; readonly completion: string | null } = { weights: null, completion: null };

  /** The parts that changed. */
  readonly onChange: Event<Partial<SidebarState>> = this.#changed.event;

  constructor({ engine, pack, onPackInfo, onReport, workspaceMember, onWorkspaceMember, front, onFront, pinned, onPinned }: Omit<SidebarSources, 'extensionUri' | 'pin' | 'weightsSeen'>) {
    this.#front = front;
    this.#state = {
      pack, engine: engineViewOf(engine.state), loading: [], ...packViewOf(engine.pack), workspace: workspaceMember, pinned: pinnedOf(pinned),
      front: this.#frontView(), weights: null, completion: null, history: [],
    };
    this.#owned.add(onPackInfo((info) => this.#change({ pack: info })));
    this.#owned.add(onWorkspaceMember((workspace) => this.#change({ workspace })));
    this.#owned.add(onPinned((shares) => this.#change({ pinned: pinnedOf(shares) })));
    this.#owned.add(onFront((document) => {
      this.#front = document;
      this.#change({ front: this.#frontView() });
    }));
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
    this.#about = { weights: weights === null ? this.#about.weights : report.uri, completion: report.uri };
    const fitted = weights !== null && (report.report.source === 'generated' || report.report.source === 'none');
    this.#change({
      completion: completionOf(report),
      front: this.#frontView(),
      ...(weights === null ? {} : { weights }),
      ...(fitted ? { history: [...this.#state.history, historyEntryOf(weights)].slice(-historyLength) } : {}),
    });
  }

  #frontView(): SidebarState['front'] {
    if (this.#front === null) return null;
    const { document, uri } = this.#front;
    return { document: short(document), weights: this.#about.weights === uri, completion: this.#about.completion === uri };
  }

  #change(part: Partial<SidebarState>): void {
    this.#state = { ...this.#state, ...part };
    this.#changed.fire(part);
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
