import type { Disposable } from '../../base/disposables.ts';
import { asPackError } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';
import type { Engine } from '../../host/engine.ts';
import { defaults } from '../../protocol/settings.ts';
import type { EditorSettings } from '../settings/editorSettings.ts';

/** An accepted suggestion and the text around it. */
export interface Lesson {
  readonly before: string;
  readonly after: string;
  readonly excerpts?: string[];
  readonly text: string;
  readonly language: string;
}

/**
 * Lets the members learn from what the user accepted, one lesson after the other and in the background: the engine puts every other request first. A lesson that
 * cannot be learnt now is lost, and so are those that pile up.
 */
export class Learner implements Disposable {
  static readonly mostWaiting = 4;

  readonly #engine: Pick<Engine, 'ask' | 'pack'>;
  readonly #settings: () => Pick<EditorSettings, 'weighting'>;
  readonly #logger: Logger;
  readonly #ended = new AbortController();
  #waiting = 0;

  constructor(engine: Pick<Engine, 'ask' | 'pack'>, settings: () => Pick<EditorSettings, 'weighting'>, logger: Logger) {
    this.#engine = engine;
    this.#settings = settings;
    this.#logger = logger;
  }

  /** Settles when it was learnt, or will not be; never rejects. */
  async learn(lesson: Lesson): Promise<void> {
    const { method, useLearnt } = this.#settings().weighting;
    const worthIt = method === 'mixture' && useLearnt && (this.#engine.pack?.members.length ?? 0) > 1;
    if (!worthIt || this.#waiting >= Learner.mostWaiting) return;
    this.#waiting += 1;
    try {
      await this.#engine.ask('learn', { ...lesson, learning: defaults.learning }, { signal: this.#ended.signal });
    } catch (thrown) {
      this.#logger.debug(`Not learnt: ${asPackError(thrown).message}`);
    } finally {
      this.#waiting -= 1;
    }
  }

  dispose(): void {
    this.#ended.abort();
  }
}

/** The lesson in an editor command's argument, which anyone may call; null when there is none. */
export function lessonFrom(argument: unknown): Lesson | null {
  if (typeof argument !== 'object' || argument === null) return null;
  const { before, after, text, language, excerpts }: { readonly [name in keyof Lesson]?: unknown } = argument;
  return typeof before === 'string' && typeof after === 'string' && typeof text === 'string' && typeof language === 'string' && text !== ''
    ? { before, after, text, language, ...(Array.isArray(excerpts) ? { excerpts: excerpts.filter((one) => typeof one === 'string') } : {}) }
    : null;
}
