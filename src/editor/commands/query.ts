import { l10n, ProgressLocation, window } from 'vscode';
import type { CompletionReport } from '../../protocol/reports.ts';
import type { CompletionRequest } from '../../protocol/requests.ts';
import { signalOf } from '../cancellation.ts';
import type { CommandParts } from './commandParts.ts';

/**
 * Puts one question to the pack under a progress notice with a cancel button. Null when the user cancelled; what streamed until then has
 * been handed to `onText`. Rejects with a `PackError` when the engine fails.
 */
export async function query(
  { engine }: Pick<CommandParts, 'engine'>, title: string, request: CompletionRequest, onText: (text: string) => void,
): Promise<CompletionReport | null> {
  return window.withProgress({ location: ProgressLocation.Notification, title, cancellable: true }, async (progress, token) => {
    const signal = signalOf(token);
    let length = 0;
    try {
      const report = await engine.ask('complete', request, {
        signal,
        onValue: ({ text }) => {
          length += text.length;
          progress.report({ message: l10n.t('{0} characters', length) });
          onText(text);
        },
      });
      return report.stop === 'cancelled' ? null : report;
    } catch (thrown) {
      if (signal.aborted) return null;
      throw thrown;
    }
  });
}
