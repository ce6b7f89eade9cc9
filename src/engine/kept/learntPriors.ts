import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from '../../base/logger.ts';
import type { LearntPrior, PromptKind } from '../../fusion/weights/learntPrior.ts';
import { readLearnt, writeLearnt } from '../../protocol/learntFile.ts';
import type { LearntReport } from '../../protocol/reports.ts';
import { keepFile } from './keptFile.ts';

/**
 * What accepted text has taught, by language and kind of prompt, in one small file that holds weights and counts and never text. It is read anew
 * whenever it has changed, so that the engines of several windows learn together; a damaged file is as good as none. The prior that was learnt longest ago leaves first.
 */
export class LearntPriors {
  readonly #logger: Logger;
  #known: { readonly stamp: string; readonly learnt: readonly LearntReport[] } | null = null;
  /** Where the file is kept; null keeps nothing. */
  folder: string | null = null;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  async list(): Promise<readonly LearntReport[]> {
    if (this.folder === null) return [];
    const file = fileIn(this.folder);
    const stamp = await stampOf(file);
    if (this.#known?.stamp !== stamp) this.#known = { stamp, learnt: await this.#read(file) };
    return this.#known.learnt;
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

  async #read(file: string): Promise<readonly LearntReport[]> {
    const content = await readFile(file, 'utf8').catch(() => null);
    const learnt = content === null ? [] : readLearnt(content);
    if (learnt === null) this.#logger.warn('The learnt weights are damaged and start afresh.');
    return learnt ?? [];
  }

  async #write(learnt: readonly LearntReport[]): Promise<void> {
    if (this.folder !== null) await keepFile(fileIn(this.folder), writeLearnt(learnt), this.#logger);
  }
}

function fileIn(folder: string): string {
  return join(folder, 'learnt-weights.json');
}

/** Equal for two looks exactly when the same content stands there, or nothing: whoever writes it puts another file in its place. */
async function stampOf(file: string): Promise<string> {
  const found = await stat(file, { bigint: true }).catch(() => null);
  return found === null ? file : [file, found.ino, found.mtimeNs, found.size].join('\n');
}
