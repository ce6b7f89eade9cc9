import { Emitter } from '../../base/emitter.ts';
import { asPackError, failures } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';
import type { Translate } from '../../base/translate.ts';
import type { Engine } from '../../host/engine.ts';
import { engineCacheFolder } from '../../models/modelsFolder.ts';
import { PackStore } from '../../models/packStore.ts';
import { memberSpec, resolvePack, type ResolvedPack } from '../../models/resolvePack.ts';
import type { LoadReport } from '../../protocol/reports.ts';
import type { EngineSettings } from '../../protocol/settings.ts';

/** Which pack is in use, and how to get a better one. */
export interface PackInfo {
  readonly kind: ResolvedPack['kind'];
  /** One or two sentences for the user; '' when there is nothing better to have. */
  readonly advice: string;
}

export interface PackSourceParts {
  readonly engine: Pick<Engine, 'load'>;
  readonly logger: Logger;
  /** Where downloaded models and the user's list of models are; may change with a setting. */
  readonly folder: () => string;
  readonly starterFolder: string;
  readonly settings: () => EngineSettings;
  readonly t: Translate;
}

/** The pack that the user's list, downloads and settings amount to, and its way into the engine. */
export class PackSource {
  readonly #parts: PackSourceParts;
  readonly #infos = new Emitter<PackInfo | null>();
  readonly #notices = new Emitter<string>();
  #info: PackInfo | null = null;
  #members: ResolvedPack['members'] = [];
  #turn = 0;

  readonly onInfo = this.#infos.event;
  /** Something went wrong with the list of models; one sentence for the user. */
  readonly onNotice = this.#notices.event;

  constructor(parts: PackSourceParts) {
    this.#parts = parts;
  }

  /** Null until the pack was looked up for the first time. */
  get info(): PackInfo | null {
    return this.#info;
  }

  /** The members that were asked for last. */
  get members(): ResolvedPack['members'] {
    return this.#members;
  }

  get folder(): string {
    return this.#parts.folder();
  }

  get store(): PackStore {
    return new PackStore(this.folder);
  }

  /** Looks the pack up and loads it; a later call takes the place of an earlier one. Rejects with a `PackError`. */
  async load(): Promise<LoadReport> {
    const { engine, logger, starterFolder, settings } = this.#parts;
    const turn = (this.#turn += 1);
    const pack = await resolvePack({ store: this.store, folder: this.folder, starterFolder });
    if (turn !== this.#turn) throw failures.cancelled();
    this.#members = pack.members;
    this.#info = { kind: pack.kind, advice: this.#advice(pack) };
    this.#infos.fire(this.#info);
    if (pack.notice !== null) this.#notices.fire(pack.notice);
    logger.info(`Loading the ${pack.kind} pack: ${pack.members.map(({ id }) => id).join(', ')}`);
    try {
      const report = await engine.load({ members: pack.members.map(memberSpec), settings: settings(), cacheFolder: engineCacheFolder() });
      for (const { id, message } of report.leftOut) logger.warn(`${id} is left out: ${message}`);
      logger.info(`Ready: ${report.members.map(({ id, loadMs }) => `${id} (${loadMs.toFixed(0)} ms)`).join(', ')}`);
      return report;
    } catch (thrown) {
      const error = asPackError(thrown);
      if (error.code !== 'cancelled') logger.error(`The pack could not be loaded: ${error.message}`);
      throw error;
    }
  }

  dispose(): void {
    this.#infos.dispose();
    this.#notices.dispose();
  }

  #advice({ kind, advice }: ResolvedPack): string {
    return kind === 'starter' ? this.#parts.t('The starter pack is tiny. Get the standard pack, or add a GGUF file, for better suggestions.') : advice;
  }
}
