import type { Event } from '../base/emitter.ts';
import type { LoadReport } from '../protocol/reports.ts';
import type { SlotCounts } from './completion/timing/requestSlots.ts';
import type { LoggedReport } from './reports/reportLog.ts';

/** What the extension exports, for tests and for other extensions. It holds generated text and figures, never the text of a document. */
export interface PackllmApi {
  /** The first pack that is ready, with the members that are not and why. Stays open while there is none. */
  readonly whenReady: Promise<LoadReport>;
  /** Every finished request, also those without text. */
  readonly onReport: Event<LoggedReport>;
  /** The last completion with text; before the first one, the last request at all; null before any. */
  readonly lastReport: LoggedReport | null;
  /** Requests to the engine, and how many there were at once at most. */
  readonly requests: SlotCounts;
  /** How many messages the extension has shown to the user by itself. */
  readonly noticesShown: number;
}
