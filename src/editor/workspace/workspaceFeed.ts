import { sleep, type Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposables.ts';
import { asPackError } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';
import { chooseWorkspaceFiles, type WorkspaceFile } from '../../context/workspaceFiles.ts';
import type { ExclusionRules } from '../../context/exclusion.ts';
import type { Engine } from '../../host/engine.ts';
import { workspaceBatches } from '../../protocol/workspaceBatches.ts';

/** A file of the workspace; its id is the URI. */
export interface WorkspaceEntry extends WorkspaceFile {
  readonly id: string;
}

export interface WorkspaceFeedParts {
  readonly engine: Pick<Engine, 'ask' | 'pack'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Whether the workspace takes part: switched on, and trusted. */
  readonly enabled: () => boolean;
  readonly exclusions: () => ExclusionRules;
  /** The document that the user looks at; '' for none. */
  readonly document: () => string;
  /** All files of the workspace, wanted or not. */
  readonly list: () => Promise<readonly WorkspaceEntry[]>;
  /** One file as it stands now, unsaved changes and all; null when it is gone, excluded, too large or no text. */
  readonly read: (id: string) => Promise<string | null>;
}

/**
 * Tells the engine the workspace's files in the background, a few at a time, and what changes in them once typing pauses. It begins again with every engine that
 * is new, forgets everything when it is switched off, and never fails: without it the pack is only less well informed.
 */
export class WorkspaceFeed implements Disposable {
  static readonly pauseMs = 1000;
  /** Between two batches, so that requests and other extensions come first. */
  static readonly restMs = 20;
  static readonly filesAtOnce = 32;

  readonly #parts: WorkspaceFeedParts;
  readonly #changed = new Set<string>();
  #timer: Disposable | null = null;
  #running = new AbortController();
  /** One after the other, so that the latest text comes last. */
  #queue: Promise<void> = Promise.resolve();

  constructor(parts: WorkspaceFeedParts) {
    this.#parts = parts;
  }

  /** Starts from nothing: for a new engine, other settings, or trust that was given. */
  restart(): void {
    this.dispose();
    this.#running = new AbortController();
    const { signal } = this.#running;
    if (this.#parts.engine.pack !== null) this.#enqueue(signal, () => this.#gather(signal));
  }

  /** A file may have changed, appeared or gone. */
  touch(id: string): void {
    if (!this.#parts.enabled()) return;
    this.#changed.add(id);
    this.#timer?.dispose();
    this.#timer = this.#parts.clock.after(WorkspaceFeed.pauseMs, () => {
      const ids = [...this.#changed];
      this.#changed.clear();
      const { signal } = this.#running;
      if (this.#parts.engine.pack !== null) this.#enqueue(signal, () => this.#tell(ids, signal));
    });
  }

  dispose(): void {
    this.#running.abort();
    this.#timer?.dispose();
    this.#changed.clear();
  }

  #enqueue(signal: AbortSignal, job: () => Promise<void>): void {
    this.#queue = this.#queue.then(() => (signal.aborted ? undefined : job())).catch((thrown: unknown) => {
      if (!signal.aborted) this.#parts.logger.info(`The workspace does not take part: ${asPackError(thrown).message}`);
    });
  }

  async #gather(signal: AbortSignal): Promise<void> {
    const { engine, enabled, exclusions, document, list, logger } = this.#parts;
    await engine.ask('workspace', { clear: true, documents: [], removed: [] }, { signal });
    if (!enabled()) return;
    const files = chooseWorkspaceFiles(await list(), document(), exclusions());
    for (let at = 0; at < files.length && !signal.aborted; at += WorkspaceFeed.filesAtOnce) {
      await this.#tell(files.slice(at, at + WorkspaceFeed.filesAtOnce).map(({ id }) => id), signal);
      await sleep(this.#parts.clock, WorkspaceFeed.restMs, signal);
    }
    logger.info(`The workspace takes part with ${files.length} files.`);
  }

  async #tell(ids: readonly string[], signal: AbortSignal): Promise<void> {
    const { engine, read } = this.#parts;
    const texts = await Promise.all(ids.map(async (id) => ({ id, text: await read(id) })));
    const removed = texts.filter(({ text }) => text === null).map(({ id }) => id);
    if (removed.length > 0) await engine.ask('workspace', { clear: false, documents: [], removed }, { signal });
    const documents = texts.flatMap(({ id, text }) => (text === null ? [] : [{ id, text }]));
    for (const batch of workspaceBatches(documents)) await engine.ask('workspace', batch, { signal });
  }
}
