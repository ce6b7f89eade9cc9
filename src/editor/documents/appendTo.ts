import { workspace, WorkspaceEdit, type TextDocument } from 'vscode';
import { TextQueue } from './textQueue.ts';

/** A queue that appends to a document for as long as it is open. */
export function appendTo(document: TextDocument): TextQueue {
  return new TextQueue(async (text) => {
    if (document.isClosed) return;
    const edit = new WorkspaceEdit();
    edit.insert(document.uri, document.lineAt(document.lineCount - 1).range.end, text);
    await workspace.applyEdit(edit);
  });
}
