import { commands, l10n, Uri, ViewColumn, window, type Webview, type WebviewPanel } from 'vscode';
import { Disposables, type Disposable } from '../base/disposables.ts';
import { comparisonPageMessage, type Comparison, type ComparisonHostMessage } from '../protocol/comparisonMessages.ts';
import { actionCommands } from './actions.ts';
import { fillPage } from './fillPage.ts';

/** The panel beside the editor that members are compared in. Closing it, or beginning another comparison, ends the one that runs. */
export class ComparisonPanel implements Disposable {
  readonly #extension: Uri;
  #panel: WebviewPanel | null = null;
  #comparison: Comparison | null = null;
  #cancel = (): void => undefined;

  constructor(extension: Uri) {
    this.#extension = extension;
  }

  open(cancel: () => void): void {
    this.#cancel();
    this.#cancel = cancel;
    this.#comparison = null;
    if (this.#panel === null) this.#panel = this.#create();
    else this.#panel.reveal();
  }

  show(comparison: Comparison): void {
    this.#comparison = comparison;
    if (this.#panel !== null) send(this.#panel.webview, comparison);
  }

  #create(): WebviewPanel {
    const panel = window.createWebviewPanel('packllm.comparison', l10n.t('Compare Members'), ViewColumn.Beside);
    panel.iconPath = Uri.joinPath(this.#extension, 'media', 'icon.png');
    const page = new Disposables();
    page.add(panel.webview.onDidReceiveMessage((value: unknown) => this.#take(value)));
    page.add(panel.onDidDispose(() => {
      page.dispose();
      this.#panel = null;
      this.#cancel();
    }));
    fillPage(panel.webview, Uri.joinPath(this.#extension, 'dist'), 'comparison');
    return panel;
  }

  #take(value: unknown): void {
    const message = comparisonPageMessage(value);
    if (message === null) return;
    if (message.type === 'run' && message.action !== 'cancel-comparison') void commands.executeCommand(actionCommands[message.action]);
    else if (message.type === 'run') this.#cancel();
    else if (this.#panel !== null && this.#comparison !== null) send(this.#panel.webview, this.#comparison);
  }

  dispose(): void {
    this.#cancel();
    this.#panel?.dispose();
  }
}

/** A page that is gone or hidden simply does not get the message; the next one asks for the comparison. */
function send(webview: Webview, comparison: Comparison): void {
  void webview.postMessage({ type: 'comparison', comparison } satisfies ComparisonHostMessage);
}
