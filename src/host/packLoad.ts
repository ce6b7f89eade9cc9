import { asPackError, failures, type PackError } from '../base/errors.ts';
import type { Logger } from '../base/logger.ts';
import type { LoadReport } from '../protocol/reports.ts';
import type { LoadProgress, LoadRequest, MemberSpec } from '../protocol/requests.ts';
import type { EngineProcess } from './engineProcess.ts';
import type { Quarantine } from './quarantine.ts';

export type PackRequest = Omit<LoadRequest, 'oneByOne'>;

/**
 * One pack on its way into the engine, over as many lives of the engine as that takes. When a life ends while a single file is
 * loading, that file is quarantined and left out of the next attempt; where the engine merely did not answer, at the second time. Files load one after the other, so that a culprit names itself, where
 * one of them never loaded before, and after a life that ended while several were loading.
 */
export class PackLoad {
  readonly #request: PackRequest;
  readonly #quarantine: Quarantine;
  readonly #logger: Logger;
  #oneByOne = false;
  /** Files that ended a life of the engine in this load, also where the quarantine cannot be written down. */
  readonly #culprits = new Set<string>();
  /** Files during whose load the engine did not answer once: on a busy machine that is not their fault, and they are tried again. */
  readonly #doubtful = new Set<string>();

  constructor(request: PackRequest, quarantine: Quarantine, logger: Logger) {
    this.#request = request;
    this.#quarantine = quarantine;
    this.#logger = logger;
  }

  /** Rejects with the life's reason when it ends, after the suspects were dealt with; with the engine's failure when it refuses the pack. */
  async attempt(life: EngineProcess, signal: AbortSignal, onProgress: (progress: LoadProgress) => void): Promise<LoadReport> {
    const { members, leftOut } = await this.#sortOut();
    if (members.length === 0) return { engine: await life.request('describe', null, { signal }), members: [], leftOut };
    const suspects = new Map<string, MemberSpec>();
    const onValue = (progress: LoadProgress): void => {
      const member = members.find(({ id }) => id === progress.id);
      if (member !== undefined && progress.state === 'loading') suspects.set(member.id, member);
      else suspects.delete(progress.id);
      onProgress(progress);
    };
    try {
      const untried = await this.#untried(members);
      const report = await life.request('load', { ...this.#request, members, oneByOne: this.#oneByOne || untried.length > 0 }, { signal, onValue });
      this.#oneByOne = false;
      for (const { path } of untried.filter(({ id }) => report.members.some((loaded) => loaded.id === id))) await this.#write(() => this.#quarantine.addLoaded(path));
      return { ...report, leftOut: [...report.leftOut, ...leftOut] };
    } catch (error) {
      if (life.reason !== null && life.reason.code !== 'cancelled') await this.#blame([...suspects.values()], life.reason, life.unresponsive);
      throw error;
    }
  }

  async #sortOut(): Promise<{ readonly members: MemberSpec[]; readonly leftOut: LoadReport['leftOut'] }> {
    const members: MemberSpec[] = [];
    const leftOut: LoadReport['leftOut'] = [];
    for (const member of this.#request.members) {
      if (this.#culprits.has(member.path) || await this.#quarantine.isQuarantined(member.path)) leftOut.push({ id: member.id, path: member.path, ...failures.modelQuarantined(member.path).toFailure() });
      else members.push(member);
    }
    return { members, leftOut };
  }

  async #blame(suspects: readonly MemberSpec[], reason: PackError, unresponsive: boolean): Promise<void> {
    const [suspect] = suspects;
    if (suspect === undefined) return;
    this.#oneByOne = true;
    if (suspects.length > 1) return;
    if (unresponsive && !this.#doubtful.has(suspect.path)) {
      this.#doubtful.add(suspect.path);
      return;
    }
    this.#logger.warn(`${suspect.path} is quarantined: ${reason.message}`);
    this.#culprits.add(suspect.path);
    await this.#write(() => this.#quarantine.add(suspect.path, reason.message));
  }

  /** Members whose files never loaded before as they are. */
  async #untried(members: readonly MemberSpec[]): Promise<readonly MemberSpec[]> {
    const untried: MemberSpec[] = [];
    for (const member of members) if (!(await this.#quarantine.hasLoaded(member.path))) untried.push(member);
    return untried;
  }

  async #write(change: () => void | Promise<void>): Promise<void> {
    try {
      await change();
    } catch (thrown) {
      this.#logger.warn(`The quarantine cannot be written: ${asPackError(thrown).message}`);
    }
  }
}
