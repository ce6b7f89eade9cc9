import { Emitter } from '../base/emitter.ts';
import type { CompletionReport } from '../protocol/reports.ts';
import type { CursorView } from './completion/cursorView.ts';

/** A finished request with the document it was for. */
export interface LoggedReport {
  readonly report: CompletionReport;
  /** Base name of the document, never its path. */
  readonly document: string;
  readonly language: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Hands every report on and keeps the one worth looking at: the last with text, or else the last at all. */
export class ReportLog {
  readonly #reports = new Emitter<LoggedReport>();
  #last: LoggedReport | null = null;

  readonly onReport = this.#reports.event;

  get last(): LoggedReport | null {
    return this.#last;
  }

  add(report: CompletionReport, { path, language }: Pick<CursorView, 'path' | 'language'>): void {
    const logged = { report, document: path.slice(path.lastIndexOf('/') + 1), language, at: Date.now() };
    if (this.#last === null || this.#last.report.text === '' || report.text !== '') this.#last = logged;
    this.#reports.fire(logged);
  }

  dispose(): void {
    this.#reports.dispose();
  }
}
