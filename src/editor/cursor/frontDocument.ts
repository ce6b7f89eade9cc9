import { window, type TextEditor } from 'vscode';
import { baseName } from '../../base/baseName.ts';
import { Disposables, type Disposable } from '../../base/disposables.ts';
import { Emitter, type Event } from '../../base/emitter.ts';
import { documentSchemes } from '../contributions.ts';

/** A document by its base name, and by what tells it from others of that name. */
export interface NamedDocument {
  readonly document: string;
  readonly uri: string;
}

/** The document that the user writes in: the last one with the focus that suggestions may come for, as long as an editor shows it. */
export class FrontDocument implements Disposable {
  readonly #owned = new Disposables();
  readonly #changes = this.#owned.add(new Emitter<NamedDocument | null>());
  #current = named(window.activeTextEditor);

  readonly onChange: Event<NamedDocument | null> = this.#changes.event;

  constructor() {
    this.#owned.add(window.onDidChangeActiveTextEditor((editor) => this.#follow(named(editor) ?? this.#stillShown())));
    this.#owned.add(window.onDidChangeVisibleTextEditors(() => this.#follow(named(window.activeTextEditor) ?? this.#stillShown())));
  }

  get current(): NamedDocument | null {
    return this.#current;
  }

  #stillShown(): NamedDocument | null {
    return window.visibleTextEditors.some(({ document }) => document.uri.toString() === this.#current?.uri) ? this.#current : null;
  }

  #follow(next: NamedDocument | null): void {
    if (next?.uri === this.#current?.uri) return;
    this.#current = next;
    this.#changes.fire(next);
  }

  dispose(): void {
    this.#owned.dispose();
  }
}

function named(editor: TextEditor | undefined): NamedDocument | null {
  if (editor === undefined) return null;
  const { uri } = editor.document;
  return documentSchemes.some((scheme) => scheme === uri.scheme) ? { document: baseName(uri.path), uri: uri.toString() } : null;
}
