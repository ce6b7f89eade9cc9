import { baseName } from '../../base/baseName.ts';
import { Emitter } from '../../base/emitter.ts';
import type { CompletionReport } from '../../protocol/reports.ts';
import type { CursorView } from '../cursor/cursorView.ts';

/** A finished request with the document it was for. */
export interface LoggedReport {
  readonly report: CompletionReport;
  /** Base name of the document, never its path. */
  readonly document: string;
  /** Tells documents of one name apart; '' for a text that is in none. */
  readonly uri: string;
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

  add(report: CompletionReport, { path, language, document: uri = '' }: Pick<CursorView, 'path' | 'language'> & Partial<Pick<CursorView, 'document'>>): void {
    const logged = { report, document: baseName(path), uri, language, at: Date.now() };
    if (this.#last === null || this.#last.report.text === '' || report.text !== '') this.#last = logged;
    this.#reports.fire(logged);
  }

  dispose(): void {
    this.#reports.dispose();
  }
}
