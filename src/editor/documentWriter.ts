import { workspace, WorkspaceEdit, type TextDocument } from 'vscode';

/** Appends streamed text to a document. One edit is under way at a time; what arrives meanwhile goes into the next. */
export class DocumentWriter {
  readonly #document: TextDocument;
  #pending = '';
  #writing: Promise<void> | null = null;

  constructor(document: TextDocument) {
    this.#document = document;
  }

  append(text: string): void {
    this.#pending += text;
    this.#writing ??= this.#write();
  }

  /** Resolves when everything is in the document, or the document was closed. */
  async finish(): Promise<void> {
    await this.#writing;
  }

  async #write(): Promise<void> {
    while (this.#pending !== '' && !this.#document.isClosed) {
      const text = this.#pending;
      this.#pending = '';
      const edit = new WorkspaceEdit();
      edit.insert(this.#document.uri, this.#document.lineAt(this.#document.lineCount - 1).range.end, text);
      await workspace.applyEdit(edit);
    }
    this.#writing = null;
  }
}
