import type { CancellationToken } from 'vscode';

/** The editor's cancellation token as the signal that the rest of the product understands. */
export function signalOf(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  else token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}
