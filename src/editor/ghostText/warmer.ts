import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposables.ts';
import { asPackError } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';
import { choosePrompt } from '../../context/promptChoice.ts';
import type { Engine } from '../../host/engine.ts';
import { excerptsIn, type CursorView } from '../cursor/cursorView.ts';

/**
 * Brings the members to a document before the first keystroke in it, since reading a whole prompt takes seconds on a slow machine.
 * Only the document looked at last is worth it: a new one takes the place of an older one, and flicking through editors asks nothing.
 */
export class Warmer implements Disposable {
  static readonly settleMs = 200;

  readonly #engine: Pick<Engine, 'ask' | 'pack'>;
  readonly #clock: Clock;
  readonly #logger: Logger;
  #timer: Disposable | null = null;
  #asked: AbortController | null = null;

  constructor(engine: Pick<Engine, 'ask' | 'pack'>, clock: Clock, logger: Logger) {
    this.#engine = engine;
    this.#clock = clock;
    this.#logger = logger;
  }

  /** `look` is called when the user has settled, and gives null for a document that gets no suggestions. */
  look(look: () => CursorView | null): void {
    this.dispose();
    this.#timer = this.#clock.after(Warmer.settleMs, () => {
      const view = look();
      if (view !== null && this.#engine.pack !== null) void this.#warm(view);
    });
  }

  dispose(): void {
    this.#timer?.dispose();
    this.#asked?.abort();
  }

  async #warm(view: CursorView): Promise<void> {
    const asked = new AbortController();
    this.#asked = asked;
    try {
      const prompt = choosePrompt(view.before, view.after);
      if (prompt.kind === 'prompt') await this.#engine.ask('warm', { before: prompt.before, after: prompt.after, ...excerptsIn(view) }, { signal: asked.signal });
    } catch (thrown) {
      this.#logger.debug(`Not warmed up: ${asPackError(thrown).message}`);
    }
  }
}
