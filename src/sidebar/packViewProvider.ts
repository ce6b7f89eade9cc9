import { commands, Uri, type WebviewView, type WebviewViewProvider } from 'vscode';
import { Disposables, type Disposable } from '../base/disposables.ts';
import { pageMessage, type HostMessage, type SidebarState } from '../protocol/sidebarMessages.ts';
import { actionCommands } from './actions.ts';
import { fillPage } from './fillPage.ts';
import { SidebarModel } from './sidebarModel.ts';
import type { SidebarSources } from './sources.ts';

/** The view `packllm.pack`: keeps the model while the extension runs, and feeds whichever page the editor has open on it. */
export class PackViewProvider implements WebviewViewProvider, Disposable {
  static readonly viewId = 'packllm.pack';
  readonly #folder: Uri;
  readonly #model: SidebarModel;
  readonly #told: Pick<SidebarSources, 'pin' | 'weightsSeen'>;
  #page = new Disposables();

  constructor(sources: SidebarSources) {
    this.#folder = Uri.joinPath(sources.extensionUri, 'dist');
    this.#model = new SidebarModel(sources);
    this.#told = sources;
  }

  resolveWebviewView(view: WebviewView): void {
    const { webview } = view;
    const send = (state: Partial<SidebarState>): void => {
      // A page that is gone simply does not get the message; the next one asks for everything.
      void webview.postMessage({ type: 'state', state } satisfies HostMessage);
      if (view.visible && state.weights !== undefined && state.weights !== null) this.#told.weightsSeen();
    };
    const page = new Disposables();
    this.#page.dispose();
    this.#page = page;
    page.add(view.onDidDispose(() => page.dispose()));
    page.add(this.#model.onChange(send));
    page.add(webview.onDidReceiveMessage((value: unknown) => {
      const message = pageMessage(value);
      if (message === null) return;
      if (message.type === 'ready') send(this.#model.state);
      else if (message.type === 'pin') this.#told.pin(Object.fromEntries(message.weights.map(({ id, share }) => [id, share])));
      else void commands.executeCommand(actionCommands[message.action]);
    }));
    fillPage(webview, this.#folder, 'sidebar');
  }

  dispose(): void {
    this.#page.dispose();
    this.#model.dispose();
  }
}
