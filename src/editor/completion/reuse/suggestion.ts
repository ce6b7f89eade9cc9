import type { CompletionReport } from '../../../protocol/reports.ts';
import type { StopShape } from '../../../protocol/settings.ts';
import type { Anchor } from './anchor.ts';

/** A text that was generated for a place. */
export interface Suggestion {
  readonly anchor: Anchor;
  readonly text: string;
  /** Characters after the anchor that the text stands for as well. */
  readonly replaceRight: number;
  /** What the text was generated as. */
  readonly shape: StopShape;
  readonly report: CompletionReport;
  /** Whether it is the rest of its line to the end, as the pack sees it: nothing follows on that line. */
  readonly endsLine: boolean;
  /** Whether it was written before anybody asked for it. */
  readonly ahead: boolean;
}
