import { silentLogger } from '../../../../src/base/logger.ts';
import { Completer, type Offer } from '../../../../src/editor/completion/completer.ts';
import type { CursorView } from '../../../../src/editor/cursor/cursorView.ts';
import type { EditorSettingValues } from '../../../../src/protocol/editorSettings.ts';
import type { CompletionReport } from '../../../../src/protocol/reports.ts';
import { ManualClock } from '../../../support/manualClock.ts';
import { at, settingsWith } from './places.ts';
import { ScriptedEngine } from './scriptedEngine.ts';

/** A completer on a scripted engine and a clock that stands still; `type` asks as the editor does after a keystroke. */
export function completerUnderTest(values: Partial<EditorSettingValues> = {}) {
  const engine = new ScriptedEngine();
  const clock = new ManualClock();
  const completer = new Completer({ engine, clock, logger: silentLogger, settings: () => settingsWith(values) });
  const reports: CompletionReport[] = [];
  completer.onReport(({ report }) => reports.push(report));
  const type = (marked: string | CursorView, signal = new AbortController().signal, trigger: 'automatic' | 'manual' = 'automatic'): Promise<Offer | null> =>
    completer.complete(typeof marked === 'string' ? at(marked) : marked, trigger, signal);
  return { engine, clock, completer, reports, type };
}
