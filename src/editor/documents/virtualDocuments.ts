import { commands, EventEmitter, Uri, window, workspace, type TextDocument, type TextDocumentContentProvider } from 'vscode';
import { Disposables, type Disposable } from '../../base/disposables.ts';
import { documentScheme } from '../contributions.ts';

/** Read-only documents that the extension writes: one per name, updated in place while it is open, and kept, for a preview may show it without an open document. */
export class VirtualDocuments implements TextDocumentContentProvider, Disposable {
  readonly #owned = new Disposables();
  readonly #changes = this.#owned.add(new EventEmitter<Uri>());
  readonly #contents = new Map<string, string>();

  readonly onDidChange = this.#changes.event;

  constructor() {
    this.#owned.add(workspace.registerTextDocumentContentProvider(documentScheme, this));
  }

  provideTextDocumentContent(uri: Uri): string {
    return this.#contents.get(uri.path) ?? '';
  }

  /** Sets the content of the document with this name, such as `Report.md`. */
  write(name: string, content: string): void {
    const uri = uriOf(name);
    this.#contents.set(uri.path, content);
    this.#changes.fire(uri);
  }

  async show(name: string): Promise<TextDocument> {
    const document = await workspace.openTextDocument(uriOf(name));
    await window.showTextDocument(document, { preview: true });
    return document;
  }

  /** Shows a Markdown document as it reads; as text where the editor's own preview is switched off. */
  async preview(name: string): Promise<Uri> {
    const uri = uriOf(name);
    try {
      await commands.executeCommand('markdown.showPreview', uri);
    } catch {
      await this.show(name);
    }
    return uri;
  }

  dispose(): void {
    this.#owned.dispose();
    this.#contents.clear();
  }
}

function uriOf(name: string): Uri {
  return Uri.from({ scheme: documentScheme, path: `/${name}` });
}
