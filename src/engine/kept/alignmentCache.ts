import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/logger.ts';
import { alignInSlices } from '../../fusion/vocabulary/align.ts';
import type { Alignment, AlignMode } from '../../fusion/vocabulary/alignment.ts';
import { vocabularyFingerprintInput } from '../../fusion/vocabulary/fingerprint.ts';
import type { Vocabulary } from '../../fusion/vocabulary/vocabulary.ts';
import { packAlignment, unpackAlignment } from './alignmentFile.ts';
import { keepFile } from './keptFile.ts';

/** Computing goes on this long before others may run, ms: far below the host's heartbeat, and little beside a completion. */
const sliceMs = 10;

export interface FoundAlignment {
  readonly alignment: Alignment;
  /** Whether it was kept from earlier. */
  readonly cached: boolean;
}

/**
 * Alignments between vocabularies, computed once: kept in memory while the engine runs, and on disk under the hashes of the two
 * vocabularies. A file that is damaged, or cannot be written, only costs computing it again.
 */
export class AlignmentCache {
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #hashes = new WeakMap<Vocabulary, string>();
  readonly #found = new Map<string, Promise<FoundAlignment>>();
  /** Where files are kept; null keeps alignments in memory only. */
  folder: string | null = null;

  constructor(clock: Clock, logger: Logger) {
    this.#clock = clock;
    this.#logger = logger;
  }

  async find(from: Vocabulary, to: Vocabulary, mode: AlignMode): Promise<FoundAlignment> {
    const key = `${mode}-${this.#hash(from)}-${this.#hash(to)}`;
    const known = this.#found.get(key);
    if (known !== undefined) return { alignment: (await known).alignment, cached: true };
    const finding = this.#findAnew(key, from, to, mode);
    this.#found.set(key, finding);
    finding.catch(() => this.#found.delete(key));
    return finding;
  }

  async #findAnew(key: string, from: Vocabulary, to: Vocabulary, mode: AlignMode): Promise<FoundAlignment> {
    const file = this.folder === null ? null : join(this.folder, `alignment-${key}.bin`);
    const kept = file === null ? null : await read(file, from.tokens.length, to.tokens.length);
    if (kept !== null) return { alignment: kept, cached: true };
    const alignment = await this.#compute(from, to, mode);
    if (file !== null) await keepFile(file, packAlignment(alignment), this.#logger);
    return { alignment, cached: false };
  }

  async #compute(from: Vocabulary, to: Vocabulary, mode: AlignMode): Promise<Alignment> {
    const steps = alignInSlices(from, to, mode);
    let pauseAt = this.#clock.now() + sliceMs;
    for (let step = steps.next(); ; step = steps.next()) {
      if (step.done === true) return step.value;
      if (this.#clock.now() < pauseAt) continue;
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
      pauseAt = this.#clock.now() + sliceMs;
    }
  }

  #hash(vocabulary: Vocabulary): string {
    const known = this.#hashes.get(vocabulary);
    if (known !== undefined) return known;
    const hash = createHash('sha256').update(vocabularyFingerprintInput(vocabulary)).digest('hex').slice(0, 32);
    this.#hashes.set(vocabulary, hash);
    return hash;
  }
}

async function read(file: string, fromTokens: number, toTokens: number): Promise<Alignment | null> {
  try {
    return unpackAlignment(await readFile(file), fromTokens, toTokens);
  } catch {
    return null;
  }
}
