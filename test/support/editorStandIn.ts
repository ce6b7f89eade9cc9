import { editorDefaults } from '../../src/protocol/editorSettings.ts';

/** Something that can be called, constructed, read and iterated, and answers itself: whatever of the editor does not matter. */
function anything(): unknown {
  const target = function (): void {
    // Never called: the proxy answers.
  };
  const it: unknown = new Proxy(target, {
    apply: () => it,
    construct: () => it as object,
    get: (_, key) => (key === 'then' ? undefined : key === Symbol.iterator ? () => [][Symbol.iterator]() : key === Symbol.toPrimitive ? () => '' : it),
    set: () => true,
  });
  return it;
}

/** An object that has `known` and answers `anything` else. */
function standIn(known: Readonly<Record<string, unknown>>): unknown {
  const rest = anything() as Record<string | symbol, unknown>;
  return new Proxy(known, { get: (of, key) => (typeof key === 'string' && key in of ? of[key] : rest[key]), set: () => true });
}

/** How the editor is not as usual. */
export interface StandInOptions {
  readonly trusted?: boolean;
  /** Settings below `packllm.` that a workspace makes. */
  readonly workspaceSettings?: Readonly<Record<string, unknown>>;
}

/**
 * An editor for the extension's own process that shows nothing and counts what is not disposed of: registrations, subscriptions and whatever is created.
 * The settings are the defaults unless a workspace makes others, and no document is open.
 */
export class EditorStandIn {
  readonly #open = new Map<object, string>();
  readonly #options: StandInOptions;
  readonly #messages: string[] = [];
  /** Of the namespace's functions that hand out something to dispose of. */
  readonly #counts = /^(on[A-Z]|register|create(?!QuickPick))/;

  /** What `require('vscode')` gives. */
  readonly api: unknown;

  constructor(options: StandInOptions = {}) {
    this.#options = options;
    this.api = this.#editor();
  }

  /** Everything that was shown as a message. */
  get messages(): readonly string[] {
    return this.#messages;
  }

  /** What is still registered, by the function that made it. */
  get open(): readonly string[] {
    return [...this.#open.values()];
  }

  readonly #show = (message: string): Promise<undefined> => {
    this.#messages.push(message);
    return nothing();
  };

  readonly #editor = (): unknown => standIn({
    window: this.#namespace({
      visibleTextEditors: [], activeTextEditor: undefined, createOutputChannel: () => this.#disposable('createOutputChannel'),
      showErrorMessage: this.#show, showWarningMessage: this.#show, showInformationMessage: this.#show,
    }),
    workspace: this.#namespace({
      isTrusted: this.#options.trusted ?? true, workspaceFolders: undefined, textDocuments: [], notebookDocuments: [], findFiles: () => Promise.resolve([]),
      getConfiguration: () => ({
        get: (name: string) => this.#options.workspaceSettings?.[name] ?? defaultOf(name),
        inspect: (name: string) => ({ defaultValue: defaultOf(name), workspaceValue: this.#options.workspaceSettings?.[name] }),
        update: nothing,
      }),
    }),
    languages: this.#namespace({}),
    commands: this.#namespace({ executeCommand: nothing }),
    extensions: this.#namespace({ all: [], getExtension: () => undefined }),
    l10n: { t: (message: string) => message, bundle: undefined },
    EventEmitter: this.#emitter(),
  });

  /** What `activate` gets; `files` finds the parts of the extension that are beside its code. */
  context(files: (path: string) => string): { readonly subscriptions: { dispose(): void }[] } {
    return standIn({ subscriptions: [], asAbsolutePath: files, globalState: { get: (_: string, fallback: unknown) => fallback, update: nothing, keys: () => [], setKeysForSync: () => undefined } }) as { readonly subscriptions: { dispose(): void }[] };
  }

  #namespace(known: Readonly<Record<string, unknown>>): unknown {
    const rest = anything() as Record<string | symbol, unknown>;
    return new Proxy(known, {
      get: (of, key) => {
        if (typeof key !== 'string' || key in of) return of[String(key)];
        return this.#counts.test(key) ? () => this.#disposable(key) : rest[key];
      },
    });
  }

  #disposable(name: string): object {
    const it = this.#namespace({ dispose: () => void this.#open.delete(it) }) as object;
    this.#open.set(it, name);
    return it;
  }

  #emitter(): unknown {
    const made = (): object => this.#disposable('EventEmitter');
    return function EventEmitter(): object {
      return made();
    };
  }
}

const defaultOf = (name: string): unknown => (editorDefaults as Readonly<Record<string, unknown>>)[name];

function nothing(): Promise<undefined> {
  return Promise.resolve(undefined);
}
