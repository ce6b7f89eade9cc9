import type { Range, TextDocument, TextEditor } from 'vscode';
import { Emitter } from '../../../../src/base/emitter.ts';

class ScenePosition {
  readonly line: number;
  readonly character: number;

  constructor(line: number, character: number) {
    this.line = line;
    this.character = character;
  }

  translate(lines: number, characters: number): ScenePosition {
    return new ScenePosition(this.line + lines, this.character + characters);
  }
}

class SceneRange {
  readonly start: ScenePosition;
  readonly end: ScenePosition;

  constructor(start: ScenePosition, end: ScenePosition) {
    this.start = start;
    this.end = end;
  }
}

class SceneUri {
  readonly #text: string;
  readonly scheme: string;
  readonly path: string;

  constructor(text: string) {
    this.#text = text;
    this.scheme = text.slice(0, text.indexOf(':'));
    this.path = new URL(text).pathname;
  }

  static readonly parse = (text: string): SceneUri => new SceneUri(text);

  get fsPath(): string {
    return this.path;
  }

  toString(): string {
    return this.#text;
  }
}

class SceneDocument {
  readonly uri: SceneUri;
  readonly languageId: string;
  text: string;

  constructor(uri: string, languageId: string, text: string) {
    this.uri = new SceneUri(uri);
    this.languageId = languageId;
    this.text = text;
  }

  get eol(): number {
    return this.text.includes('\r\n') ? 2 : 1;
  }

  get lineCount(): number {
    return this.text.split('\n').length;
  }

  lineAt(line: number): { readonly range: SceneRange } {
    const start = new ScenePosition(line, 0);
    return { range: new SceneRange(start, new ScenePosition(line, this.text.split('\n')[line]?.length ?? 0)) };
  }

  getText(range?: SceneRange): string {
    return range === undefined ? this.text : this.text.slice(this.offsetAt(range.start), this.offsetAt(range.end));
  }

  offsetAt({ line, character }: ScenePosition): number {
    return this.text.split('\n').slice(0, line).reduce((sum, one) => sum + one.length + 1, 0) + character;
  }

  positionAt(offset: number): ScenePosition {
    const lines = this.text.slice(0, offset).split('\n');
    return new ScenePosition(lines.length - 1, lines.at(-1)?.length ?? 0);
  }
}

interface Change {
  readonly document: SceneDocument;
  readonly contentChanges: readonly object[];
}

interface SceneEditor {
  readonly document: SceneDocument;
  readonly selection: { readonly start: ScenePosition; readonly end: ScenePosition; readonly active: ScenePosition; readonly isEmpty: boolean };
}

/** The part of the editor's API that tells what the user looks at and changes; the test is the user. Everything is a file of one workspace folder unless named otherwise. */
export class EditorScene {
  readonly folder: string;
  readonly #documents: SceneDocument[] = [];
  readonly #active = new Emitter<unknown>();
  readonly #visible = new Emitter<unknown>();
  readonly #opened = new Emitter<SceneDocument>();
  readonly #changed = new Emitter<Change>();
  readonly #closed = new Emitter<SceneDocument>();
  readonly #trusted = new Emitter<undefined>();
  readonly #settings = new Emitter<unknown>();
  readonly #messages: string[] = [];
  #hidden: Readonly<Record<string, unknown>> = {};
  #front: SceneEditor | null = null;
  #focus = true;
  #isTrusted = true;

  /** What `import … from 'vscode'` gives. */
  readonly api: object;

  constructor(folder = '/work') {
    this.folder = folder;
    const here = { index: 0, uri: new SceneUri(`file://${folder}`) };
    const front = (): SceneEditor | undefined => this.#front ?? undefined;
    const focused = (): SceneEditor | undefined => (this.#focus ? front() : undefined);
    const isTrusted = (): boolean => this.#isTrusted;
    const documents = this.#documents;
    this.api = {
      EndOfLine: { LF: 1, CRLF: 2 }, InlineCompletionTriggerKind: { Invoke: 0, Automatic: 1 }, Range: SceneRange, Position: ScenePosition, Uri: SceneUri,
      InlineCompletionItem: class {
        readonly insertText: string;
        readonly range: SceneRange;
        readonly command: object;

        constructor(insertText: string, range: SceneRange, command: object) {
          this.insertText = insertText;
          this.range = range;
          this.command = command;
        }
      },
      WorkspaceEdit: class {
        insert(): void {
          // What is written into documents is not looked at.
        }
      },
      ProgressLocation: {}, l10n: { t: (message: string) => message },
      window: {
        get activeTextEditor() {
          return focused();
        },
        get visibleTextEditors() {
          return [front()].filter((editor) => editor !== undefined);
        },
        onDidChangeActiveTextEditor: this.#active.event,
        onDidChangeVisibleTextEditors: this.#visible.event,
        showInformationMessage: (message: string) => {
          this.#messages.push(message);
          return Promise.resolve(undefined);
        },
        showTextDocument: ({ uri }: SceneDocument) => Promise.resolve(this.show(uri.toString())),
        withProgress: (_: object, run: (progress: object, token: object) => unknown) => run({ report: () => undefined }, { isCancellationRequested: false, onCancellationRequested: () => undefined }),
      },
      workspace: {
        get isTrusted() {
          return isTrusted();
        },
        workspaceFolders: [here], notebookDocuments: [], textDocuments: documents, applyEdit: () => Promise.resolve(true),
        openTextDocument: ({ language, content }: { readonly language: string; readonly content: string }) => Promise.resolve(this.open(`untitled:/${documents.length}`, content, language)),
        getWorkspaceFolder: ({ scheme, path }: SceneUri) => (scheme === 'file' && path.startsWith(`${folder}/`) ? here : undefined),
        asRelativePath: ({ path }: SceneUri) => path.replace(`${folder}/`, ''),
        getConfiguration: () => ({ get: () => this.#hidden }),
        onDidOpenTextDocument: this.#opened.event, onDidChangeTextDocument: this.#changed.event, onDidCloseTextDocument: this.#closed.event,
        onDidGrantWorkspaceTrust: this.#trusted.event, onDidChangeConfiguration: this.#settings.event,
      },
    };
  }

  /** URI of a file of the folder; a URI stays what it is. */
  uri(name: string): string {
    return /^[\w-]+:/u.test(name) ? name : `file://${this.folder}/${name}`;
  }

  get messages(): readonly string[] {
    return this.#messages;
  }

  /** A document is there, as if a tab of it were behind others; with another language than before it is opened anew. */
  open(name: string, text: string, language = 'typescript'): TextDocument {
    const document = new SceneDocument(this.uri(name), language, text);
    const known = this.#documents.findIndex(({ uri }) => uri.toString() === this.uri(name));
    this.#documents.splice(known === -1 ? this.#documents.length : known, known === -1 ? 0 : 1, document);
    if (this.#front?.document.uri.toString() === this.uri(name)) this.#front = editorOf(document);
    this.#opened.fire(document);
    return document as unknown as TextDocument;
  }

  /** The user turns to an open document, with the cursor at its end and so many characters before it selected. */
  show(name: string, selected = 0): TextEditor {
    const document = this.#documentOf(name);
    this.#focus = true;
    this.#front = editorOf(document, selected);
    this.#active.fire(this.#front);
    return this.#front as unknown as TextEditor;
  }

  /** The focus goes to something that is no editor; what was in front stays in sight. */
  lookAway(): void {
    this.#focus = false;
    this.#active.fire(undefined);
  }

  edit(name: string, text: string): void {
    const document = this.#documentOf(name);
    document.text = text;
    this.#changed.fire({ document, contentChanges: [{}] });
  }

  close(name: string): void {
    const document = this.#documentOf(name);
    this.#documents.splice(this.#documents.indexOf(document), 1);
    this.#closed.fire(document);
  }

  /** Sets `files.exclude`. */
  hide(globs: Readonly<Record<string, unknown>>): void {
    this.#hidden = globs;
    this.#settings.fire({ affectsConfiguration: (name: string) => name === 'files.exclude' });
  }

  restrict(): void {
    this.#isTrusted = false;
  }

  trust(): void {
    this.#isTrusted = true;
    this.#trusted.fire(undefined);
  }

  range(document: TextDocument, from: number, to: number): Range {
    return new SceneRange((document as unknown as SceneDocument).positionAt(from), (document as unknown as SceneDocument).positionAt(to)) as unknown as Range;
  }

  #documentOf(name: string): SceneDocument {
    const document = this.#documents.find(({ uri }) => uri.toString() === this.uri(name));
    if (document === undefined) throw new Error(`${name} is not open.`);
    return document;
  }
}

function editorOf(document: SceneDocument, selected = 0): SceneEditor {
  const end = document.positionAt(document.text.length);
  const start = document.positionAt(document.text.length - selected);
  return { document, selection: { active: end, start, end, isEmpty: selected === 0 } };
}
