import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposables.ts';
import { asPackError } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';
import { JsonFile } from '../../models/jsonFile.ts';
import { AcceptanceFile, mostAcceptanceCounts, type AcceptanceCount, type AcceptanceEvent } from '../../protocol/acceptanceFile.ts';

/** The languages and members that something is counted of. */
export type Counted = Pick<AcceptanceCount, 'language' | 'member'>;

export interface AcceptanceStoreParts {
  /** Absolute path. */
  readonly path: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly date: () => Date;
}

interface Increment extends Counted {
  readonly event: AcceptanceEvent;
}

const none = { shown: 0, accepted: 0, checkedAfter30s: 0, keptAfter30s: 0, checkedAfter5min: 0, keptAfter5min: 0 } as const satisfies Record<AcceptanceEvent, number>;

/** Counts in one small file that the windows of the editor share. What was counted is written a moment later, so that typing never waits for a disk. */
export class AcceptanceStore implements Disposable {
  static readonly writeAfterMs = 1000;

  readonly #parts: AcceptanceStoreParts;
  readonly #file: JsonFile<AcceptanceFile>;
  #waiting: Increment[] = [];
  #timer: Disposable | null = null;
  /** Whether the log says that it cannot be written. */
  #told = false;

  constructor(parts: AcceptanceStoreParts) {
    this.#parts = parts;
    this.#file = new JsonFile(parts.path, AcceptanceFile, { since: '', counts: [] });
  }

  add(event: AcceptanceEvent, { language, member }: Counted): void {
    this.#waiting.push({ event, language: language.slice(0, 100), member: member.slice(0, 200) });
    this.#timer ??= this.#parts.clock.after(AcceptanceStore.writeAfterMs, () => void this.#write());
  }

  /** Everything that is counted, as far as it could be written. Rejects when the file cannot be read. */
  async read(): Promise<AcceptanceFile> {
    await this.#write();
    return (await this.#file.read()).value;
  }

  /** Begins at nothing. Rejects when the file cannot be written. */
  async reset(): Promise<void> {
    this.#waiting = [];
    await this.#file.update(() => [{ since: this.#now(), counts: [] }, undefined]);
  }

  dispose(): void {
    void this.#write();
  }

  async #write(): Promise<void> {
    this.#timer?.dispose();
    this.#timer = null;
    const increments = this.#waiting;
    this.#waiting = [];
    if (increments.length === 0) return;
    try {
      await this.#file.update(({ since, counts }) => [{ since: since === '' ? this.#now() : since, counts: bounded(increments.reduce(added, counts)) }, undefined]);
    } catch (thrown) {
      if (!this.#told) this.#parts.logger.warn(`Accepted suggestions are not counted: ${asPackError(thrown).message}`);
      this.#told = true;
    }
  }

  #now(): string {
    return this.#parts.date().toISOString();
  }
}

function added(counts: AcceptanceCount[], { event, language, member }: Increment): AcceptanceCount[] {
  const at = counts.findIndex((count) => count.language === language && count.member === member);
  const count = counts[at] ?? { language, member, ...none };
  const next = { ...count, [event]: count[event] + 1 };
  return at === -1 ? [...counts, next] : counts.with(at, next);
}

/** Those with the fewest suggestions leave first. */
function bounded(counts: AcceptanceCount[]): AcceptanceCount[] {
  return counts.length <= mostAcceptanceCounts ? counts : counts.toSorted((a, b) => b.shown - a.shown).slice(0, mostAcceptanceCounts);
}
