import type { Clock } from '../../base/clock.ts';
import { Disposables, type Disposable } from '../../base/disposables.ts';
import { Emitter } from '../../base/emitter.ts';
import { asPackError } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';
import { crossFileExcerpts, type NamedFile, type WorkedFile } from '../../context/crossFile.ts';

export interface CrossFileParts {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Whether prompts may hold anything of other files now. */
  readonly enabled: () => boolean;
  /** An open file as it stands now; null when it is closed, excluded, too large, or of no workspace folder. */
  readonly read: (id: string) => WorkedFile | null;
  /** The end of the text before the cursor in the document in front. */
  readonly before: () => string;
  /** Of these files, those that Git ignores. Rejects where that cannot be told. */
  readonly ignored: (ids: readonly string[]) => Promise<ReadonlySet<string>>;
}

/**
 * What prompts hold of other files: excerpts of the open ones that the user worked in last. They are chosen when he turns to a document, and anew only when other files
 * have changed and he has paused, so that typing leaves what the members have read in place. Rules are asked for each choice, and where one cannot be told, nothing
 * is shown.
 */
export class CrossFile implements Disposable {
  static readonly pauseMs = 3000;
  /** More than a prompt holds, for some of them may be closed or excluded by then. */
  static readonly remembered = 12;

  readonly #parts: CrossFileParts;
  readonly #owned = new Disposables();
  readonly #changes = this.#owned.add(new Emitter<readonly string[]>());
  /** Ids; the file worked in last is the last one. */
  readonly #worked = new Set<string>();
  #document: NamedFile | null = null;
  #excerpts: readonly string[] = [];
  #choice = 0;
  #pause: Disposable | null = null;

  /** What prompts about the document in front hold from now on. */
  readonly onChange = this.#changes.event;

  constructor(parts: CrossFileParts) {
    this.#parts = parts;
  }

  excerptsFor(document: string): readonly string[] {
    return document === this.#document?.id ? this.#excerpts : [];
  }

  /** The user turned to this document, or to none. Settles when its excerpts are chosen; never rejects. */
  async lookAt(document: NamedFile | null): Promise<void> {
    if (document?.id === this.#document?.id && document?.language === this.#document?.language) return;
    this.#document = document;
    this.#excerpts = [];
    if (document === null) return;
    this.#workedIn(document.id);
    await this.#choose();
  }

  /** A document was changed. */
  edited(id: string): void {
    this.#workedIn(id);
    if (id !== this.#document?.id || this.#pause !== null) this.#chooseAfterPause();
  }

  closed(id: string): void {
    if (this.#worked.delete(id)) this.#chooseAfterPause();
  }

  /** Rules have changed: what was chosen by the old ones is shown no longer. */
  async restart(): Promise<void> {
    this.#excerpts = [];
    await this.#choose();
  }

  dispose(): void {
    this.#choice += 1;
    this.#pause?.dispose();
    this.#owned.dispose();
  }

  #workedIn(id: string): void {
    this.#worked.delete(id);
    this.#worked.add(id);
    const [oldest] = this.#worked;
    if (oldest !== undefined && this.#worked.size > CrossFile.remembered) this.#worked.delete(oldest);
  }

  #chooseAfterPause(): void {
    this.#pause?.dispose();
    this.#pause = this.#parts.clock.after(CrossFile.pauseMs, () => {
      this.#pause = null;
      void this.#choose();
    });
  }

  async #choose(): Promise<void> {
    this.#pause?.dispose();
    this.#pause = null;
    this.#choice += 1;
    const choice = this.#choice;
    const document = this.#document;
    if (document === null) return;
    const excerpts = await this.#excerptsOf(document);
    if (choice !== this.#choice) return;
    const same = excerpts.length === this.#excerpts.length && excerpts.every((excerpt, index) => excerpt === this.#excerpts[index]);
    this.#excerpts = excerpts;
    if (!same) this.#changes.fire(excerpts);
  }

  async #excerptsOf(document: NamedFile): Promise<readonly string[]> {
    const { enabled, read, before, ignored, logger } = this.#parts;
    if (!enabled()) return [];
    const files = [...this.#worked].map((id) => (id === document.id ? null : read(id))).filter((file) => file !== null);
    if (files.length === 0) return [];
    try {
      const hidden = await ignored(files.map(({ id }) => id));
      return crossFileExcerpts(files.filter(({ id }) => !hidden.has(id)), document, before());
    } catch (thrown) {
      logger.info(`Prompts hold nothing of other files: ${asPackError(thrown).message}`);
      return [];
    }
  }
}
