import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposables.ts';
import { editSimilarity } from '../../evaluation/studies/fimOutcome.ts';
import type { AcceptanceEvent } from '../../protocol/acceptanceFile.ts';
import type { Counted } from './acceptanceStore.ts';
import { afterChange, type TextChange, type TrackedRange } from './trackedRange.ts';

/** An accepted suggestion that stands in a document. */
export interface Standing extends Counted {
  /** URI of the document. */
  readonly document: string;
  /** Where the text begins, in the document's own UTF-16 units. */
  readonly offset: number;
  readonly text: string;
}

export interface KeptWatchParts {
  readonly clock: Clock;
  /** Text of an open document; null when it is not open. */
  readonly textAt: (document: string, range: TrackedRange) => string | null;
  readonly onCount: (event: AcceptanceEvent, suggestion: Counted) => void;
}

interface Watched extends Standing {
  range: TrackedRange;
  timer: Disposable | null;
}

const checks = [
  { ms: 30_000, checked: 'checkedAfter30s', kept: 'keptAfter30s' },
  { ms: 300_000, checked: 'checkedAfter5min', kept: 'keptAfter5min' },
] as const;

/**
 * Tells which accepted suggestions are still there 30 s and 5 min later. Each is followed through the edits of its document, and is there when at most a third of it has
 * changed, white space aside: the "mostly unchanged" of Ziegler et al. 2022 (arXiv 2205.06537). Of a document that was closed meanwhile nothing is counted. The texts
 * are held in memory until the last look and are never written anywhere.
 */
export class KeptWatch implements Disposable {
  /** The oldest is given up for one more. */
  static readonly most = 100;
  /** Of a longer text its beginning decides, UTF-16 units: distances of more take too long. */
  static readonly longest = 1000;

  readonly #parts: KeptWatchParts;
  readonly #watched = new Set<Watched>();

  constructor(parts: KeptWatchParts) {
    this.#parts = parts;
  }

  /** Watches it when it really stands there, with either line end. */
  accept(standing: Standing): void {
    const { document, offset } = standing;
    const unified = standing.text.replaceAll('\r\n', '\n');
    const text = [unified, unified.replaceAll('\n', '\r\n')].find((one) => this.#parts.textAt(document, { start: offset, end: offset + one.length }) === one);
    if (text === undefined || text.trim() === '') return;
    const watched: Watched = { ...standing, text, range: { start: offset, end: offset + text.length }, timer: null };
    this.#watched.add(watched);
    for (const oldest of this.#watched) {
      if (this.#watched.size <= KeptWatch.most) break;
      this.#giveUp(oldest);
    }
    this.#wait(watched, 0);
  }

  isWatching(document: string): boolean {
    return [...this.#watched].some((watched) => watched.document === document);
  }

  /** The document changed, one change after the other. */
  change(document: string, changes: readonly TextChange[]): void {
    for (const watched of this.#watched) {
      if (watched.document !== document) continue;
      for (const change of changes) watched.range = afterChange(watched.range, watched.text, change);
    }
  }

  close(document: string): void {
    for (const watched of this.#watched) {
      if (watched.document === document) this.#giveUp(watched);
    }
  }

  /** Gives up all that is watched. */
  dispose(): void {
    for (const watched of this.#watched) this.#giveUp(watched);
  }

  #wait(watched: Watched, next: number): void {
    const check = checks[next];
    if (check === undefined) {
      this.#giveUp(watched);
      return;
    }
    watched.timer = this.#parts.clock.after(check.ms - (checks[next - 1]?.ms ?? 0), () => {
      const text = this.#parts.textAt(watched.document, watched.range);
      if (text !== null) {
        this.#parts.onCount(check.checked, watched);
        if (isKept(text, watched.text)) this.#parts.onCount(check.kept, watched);
      }
      this.#wait(watched, next + 1);
    });
  }

  #giveUp(watched: Watched): void {
    watched.timer?.dispose();
    this.#watched.delete(watched);
  }
}

function isKept(text: string, accepted: string): boolean {
  return editSimilarity(compared(text), compared(accepted)) >= 2 / 3;
}

function compared(text: string): string {
  return text.replaceAll(/\s+/gu, ' ').slice(0, KeptWatch.longest);
}
