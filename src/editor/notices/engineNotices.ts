import { commands as editorCommands, l10n } from 'vscode';
import { Disposables, type Disposable } from '../../base/disposables.ts';
import { asPackError, type Failure } from '../../base/errors.ts';
import type { Engine } from '../../host/engine.ts';
import { commands } from '../contributions.ts';
import type { PackSource } from '../models/packSource.ts';
import type { NoticeAction, Notifier } from './notifier.ts';

/** Tells the user, once per cause, what keeps the engine or a model from working, and loads the pack on the owner's word. */
export class EngineNotices implements Disposable {
  readonly #owned = new Disposables();
  readonly #notifier: Notifier;
  readonly #pack: PackSource;
  #leftOut: readonly string[] = [];
  /** Why the last load failed. */
  #failed: string | null = null;

  constructor(engine: Engine, pack: PackSource, notifier: Notifier) {
    this.#notifier = notifier;
    this.#pack = pack;
    this.#owned.add(engine.onState((state) => {
      if (state.kind === 'disabled') this.#fail(state.failure);
      if (state.kind === 'ready') for (const cause of ['engine-disabled', 'engine-missing', 'no-members']) notifier.over(cause);
    }));
    this.#owned.add(engine.onPack((report) => {
      const leftOut = report?.leftOut ?? [];
      for (const path of this.#leftOut) if (!leftOut.some((left) => left.path === path)) notifier.over(`left-out:${path}`);
      this.#leftOut = leftOut.map(({ path }) => path);
      for (const { path, ...failure } of leftOut) {
        void notifier.tell(`left-out:${path}`, { level: 'warning', text: words(failure), actions: [action(l10n.t('Manage Models'), commands.manageModels)] });
      }
    }));
    this.#owned.add(pack.onNotice((text) => void notifier.tell('pack-list', { level: 'warning', text })));
  }

  /** Loads the pack; never rejects. */
  async load(): Promise<void> {
    try {
      await this.#pack.load();
      if (this.#failed !== null) this.#notifier.over(this.#failed);
      this.#failed = null;
    } catch (thrown) {
      const error = asPackError(thrown);
      if (!error.shown) return;
      this.#failed = error.code;
      this.#fail(error);
    }
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #fail(failure: Failure): void {
    const actions = [action(l10n.t('Restart Engine'), commands.restartEngine), action(l10n.t('Show Log'), commands.showLog)];
    void this.#notifier.tell(failure.code, { level: 'error', text: words(failure), actions });
  }
}

function words({ message, fix }: Pick<Failure, 'message' | 'fix'>): string {
  return `${message} ${fix}`.trim();
}

function action(label: string, command: string): NoticeAction {
  return { label, run: () => editorCommands.executeCommand(command) };
}
