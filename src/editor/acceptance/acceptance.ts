import { Position, Range, Uri, window, workspace, type TextDocument } from 'vscode';
import type { Clock } from '../../base/clock.ts';
import { Disposables, type Disposable } from '../../base/disposables.ts';
import type { Logger } from '../../base/logger.ts';
import type { AcceptanceFile } from '../../protocol/acceptanceFile.ts';
import type { CompletionReport } from '../../protocol/reports.ts';
import type { CursorView } from '../cursor/cursorView.ts';
import { cursorViewAt } from '../cursor/cursorViewAt.ts';
import { AcceptanceStore } from './acceptanceStore.ts';
import type { Accepted } from './accepted.ts';
import { KeptWatch } from './keptWatch.ts';
import { leadingMember } from './leadingMember.ts';
import { ShownWatch } from './shownWatch.ts';

export interface AcceptanceParts {
  /** Where the editor keeps what belongs to the extension. */
  readonly folder: Uri;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Counts, by language and by the member with the largest weight, which suggestions were shown, accepted, and still there a while later. Kept on this machine, never sent. */
export class Acceptance implements Disposable {
  readonly #owned = new Disposables();
  readonly #store: AcceptanceStore;
  readonly #shown: ShownWatch;
  readonly #kept: KeptWatch;

  constructor({ folder, clock, logger }: AcceptanceParts) {
    this.#store = this.#owned.add(new AcceptanceStore({ path: Uri.joinPath(folder, 'acceptance.json').fsPath, clock, logger, date: () => new Date() }));
    this.#shown = this.#owned.add(new ShownWatch({ clock, cursor, onShown: (suggestion) => this.#store.add('shown', suggestion) }));
    this.#kept = this.#owned.add(new KeptWatch({
      clock, onCount: (event, suggestion) => this.#store.add(event, suggestion),
      textAt: (uri, { start, end }) => {
        const document = openDocument(uri);
        return document === undefined ? null : document.getText(new Range(document.positionAt(start), document.positionAt(end)));
      },
    }));
    this.#owned.add(workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      const uri = document.uri.toString();
      if (this.#kept.isWatching(uri)) this.#kept.change(uri, contentChanges.map(({ rangeOffset, rangeLength, text }) => ({ offset: rangeOffset, length: rangeLength, text })));
    }));
    this.#owned.add(workspace.onDidCloseTextDocument(({ uri }) => this.#kept.close(uri.toString())));
  }

  /** The editor was given this suggestion. */
  offer(view: CursorView, report: CompletionReport): void {
    this.#shown.offer(view, { language: view.language, member: leadingMember(report), text: report.text });
  }

  /** The text is in its document already. */
  accept({ line, character, ...accepted }: Accepted): void {
    this.#shown.accept(accepted);
    this.#store.add('accepted', accepted);
    const document = openDocument(accepted.document);
    if (document !== undefined) this.#kept.accept({ ...accepted, offset: document.offsetAt(new Position(line, character)) });
  }

  /** Everything counted so far. */
  read(): Promise<AcceptanceFile> {
    return this.#store.read();
  }

  /** Begins at nothing: what was accepted before is not looked at any more. */
  reset(): Promise<void> {
    this.#kept.dispose();
    return this.#store.reset();
  }

  dispose(): void {
    this.#owned.dispose();
  }
}

function openDocument(uri: string): TextDocument | undefined {
  return workspace.textDocuments.find((document) => document.uri.toString() === uri);
}

function cursor(): CursorView | null {
  const editor = window.activeTextEditor;
  return editor?.selection.isEmpty === true ? cursorViewAt(editor.document, editor.selection.active) : null;
}
