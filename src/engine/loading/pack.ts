import { availableParallelism } from 'node:os';
import type { Clock } from '../../base/clock.ts';
import { failures } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';
import type { LoadReport } from '../../protocol/reports.ts';
import type { LoadProgress, LoadRequest } from '../../protocol/requests.ts';
import type { EngineSettings } from '../../protocol/settings.ts';
import { FimOrders } from '../fim/fimOrders.ts';
import { defaultMemoryBudget, Library } from './library.ts';
import { loadMember } from './loadMember.ts';
import { leftOut, planLoad, type LeftOut, type PlannedMember } from './loadPlan.ts';
import type { PackMember } from '../member/packMember.ts';
import { threadsPerMember } from './threads.ts';

interface Loaded {
  readonly key: string;
  readonly estimate: number;
  readonly member: PackMember;
}

/**
 * The members that are loaded, in the order of the pack. A new pack keeps the members it has in common with the old one and frees
 * the others first; a file that cannot be loaded is left out with its reason, and the rest goes on.
 */
export class Pack {
  readonly #library: Library;
  readonly #fimOrders: FimOrders;
  readonly #clock: Clock;
  readonly #logger: Logger;
  #loaded: readonly Loaded[] = [];
  #threads = 0;

  constructor(clock: Clock, logger: Logger) {
    this.#library = new Library(logger);
    this.#fimOrders = new FimOrders(clock, logger);
    this.#clock = clock;
    this.#logger = logger;
  }

  get members(): readonly PackMember[] {
    return this.#loaded.map(({ member }) => member);
  }

  /** The members with these ids, in the order of the pack; all without ids. Throws `no-members` when there are none. */
  select(only: readonly string[] | undefined): readonly PackMember[] {
    const members = this.members.filter(({ backend }) => only?.includes(backend.id) ?? true);
    if (members.length === 0) throw failures.noMembers();
    return members;
  }

  /** Throws `bad-request` or `engine-missing`; what is wrong with single members is in the report. Not reentrant. */
  async load(request: LoadRequest, onProgress: (progress: LoadProgress) => void, signal: AbortSignal): Promise<LoadReport> {
    const { settings } = request;
    this.#fimOrders.folder = request.cacheFolder;
    const held = this.#loaded.reduce((sum, { estimate }) => sum + estimate, 0);
    const [plan] = await Promise.all([
      planLoad(request, settings.memoryBudget === 0 ? defaultMemoryBudget() + held : settings.memoryBudget),
      // Half a second's work for each of the two, the library's in another process: at the same time, where no model has to be freed first.
      this.#loaded.length === 0 ? this.#library.open(settings.gpu) : null,
    ]);
    const threads = threadsPerMember(settings.threads, availableParallelism(), plan.members.length);
    const keyOf = (member: PlannedMember): string => `${member.key} ${threads}`;
    await this.#keep(new Set(plan.members.map(keyOf)), settings.gpu);
    this.#threads = threads * plan.members.length;
    const failed: LeftOut[] = [...plan.leftOut];
    for (const { id, path } of failed) onProgress({ id, path, state: 'failed', done: 0 });

    const llama = await this.#library.open(settings.gpu);
    const kept = new Map(this.#loaded.map((loaded) => [loaded.key, loaded]));
    const policy = {
      llama, contextSize: settings.contextSize, threads, clock: this.#clock, fimOrders: this.#fimOrders, saidAbout: (word: string) => this.#library.saidAbout(word),
    };
    const loadOne = async (planned: PlannedMember): Promise<Loaded | null> => {
      const { spec: { id, path }, estimate } = planned;
      const tell = (state: LoadProgress['state'], done: number): void => onProgress({ id, path, state, done });
      const key = keyOf(planned);
      let loaded = kept.get(key) ?? null;
      if (loaded === null) {
        if (signal.aborted) return null;
        tell('loading', 0);
        try {
          const member = await loadMember(planned, policy, (done) => tell('loading', done));
          loaded = { key, estimate, member };
        } catch (thrown) {
          const failure = leftOut(planned.spec, thrown);
          this.#logger.warn(`${id} is left out: ${failure.code}`);
          failed.push(failure);
          tell('failed', 0);
          return null;
        }
      }
      tell('ready', 1);
      return loaded;
    };
    const results = request.oneByOne ? await inTurn(plan.members, loadOne) : await Promise.all(plan.members.map(loadOne));
    this.#loaded = results.filter((loaded) => loaded !== null);
    signal.throwIfAborted();
    return { engine: await this.#library.info(this.#threads), members: this.members.map(({ report }) => report), leftOut: failed };
  }

  describe(): Promise<LoadReport['engine']> {
    return this.#library.info(this.#threads);
  }

  async dispose(): Promise<void> {
    await this.#keep(new Set(), null);
    await this.#library.close();
  }

  /** Frees every member whose key is not among `keys`, and all of them when the library has to be loaded for another GPU setting. */
  async #keep(keys: ReadonlySet<string>, gpu: EngineSettings['gpu'] | null): Promise<void> {
    const stays = (loaded: Loaded): boolean => gpu === this.#library.gpu && keys.has(loaded.key);
    const gone = this.#loaded.filter((loaded) => !stays(loaded));
    this.#loaded = this.#loaded.filter(stays);
    await Promise.all(gone.map(({ member }) => member.dispose()));
  }
}

async function inTurn<T, R>(items: readonly T[], each: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await each(item));
  return results;
}
