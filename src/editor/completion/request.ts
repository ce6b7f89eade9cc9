import type { PromptChoice } from '../../context/promptChoice.ts';
import type { CompletionReport } from '../../protocol/reports.ts';
import type { CursorView } from '../cursor/cursorView.ts';
import type { EditorSettings } from '../settings/editorSettings.ts';

export type Trigger = 'automatic' | 'manual';

/** Why there is no text. */
export type Reason = NonNullable<CompletionReport['reason']>;

/** One request of the editor on its way through the completer. */
export interface Request {
  readonly view: CursorView;
  readonly trigger: Trigger;
  readonly settings: EditorSettings;
  readonly prompt: Extract<PromptChoice, { readonly kind: 'prompt' }>;
  readonly signal: AbortSignal;
  /** Milliseconds since the request came in. */
  readonly elapsed: () => number;
}
