import type { Candidate } from '../../context/filters/filter.ts';
import type { CompletionReport } from '../../protocol/reports.ts';

/** A text for the cursor with how it came about, or '' and why there is none. */
export interface Found extends Candidate {
  readonly report: CompletionReport;
}
