import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from '../base/logger.ts';
import type { LearntPrior, PromptKind } from '../fusion/weights/learntPrior.ts';
import { readLearnt, writeLearnt } from '../protocol/learntFile.ts';
import type { LearntReport } from '../protocol/reports.ts';
import { keepFile } from './keptFile.ts';

/**
 * What accepted text has taught, by language and kind of prompt, in one small file that holds weights and counts and never text. It is read anew
 * each time, so that the engines of several windows learn together; a damaged file is as good as none. The prior that was learnt longest ago leaves first.
 */
export class LearntPriors {
  readonly #logger: Logger;
  /** Where the file is kept; null keeps nothing. */
  folder: string | null = null;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  async list(): Promise<readonly LearntReport[]> {
    if (this.folder === null) return [];
    const content = await readFile(fileIn(this.folder), 'utf8').catch(() => null);
    const learnt = content === null ? [] : readLearnt(content);
    if (learnt === null) this.#logger.warn('The learnt weights are damaged and start afresh.');
    return learnt ?? [];
  }

  async find(language: string, kind: PromptKind): Promise<LearntPrior | null> {
    return (await this.list()).find((one) => one.language === language && one.kind === kind) ?? null;
  }

  async keep(language: string, kind: PromptKind, { members, chunks }: LearntPrior): Promise<void> {
    const others = (await this.list()).filter((one) => one.language !== language || one.kind !== kind);
    await this.#write([...others, { language, kind, chunks, members: members.map((member) => ({ ...member })) }]);
  }

  /** Of one language, or of all. */
  async forget(language?: string): Promise<void> {
    await this.#write(language === undefined ? [] : (await this.list()).filter((one) => one.language !== language));
  }

  async #write(learnt: readonly LearntReport[]): Promise<void> {
    if (this.folder !== null) await keepFile(fileIn(this.folder), writeLearnt(learnt), this.#logger);
  }
}

function fileIn(folder: string): string {
  return join(folder, 'learnt-weights.json');
}
