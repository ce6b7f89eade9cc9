import { workspace, type NotebookCell, type TextDocument } from 'vscode';

/** The ends of the cells above in the same language, a blank line behind each, at most `room` UTF-16 units; '' outside notebooks. */
export function cellsAbove(document: TextDocument, room: number): string {
  const cell = cellOf(document);
  let text = '';
  for (let index = (cell?.index ?? 0) - 1; index >= 0 && text.length < room; index -= 1) {
    const above = cell?.notebook.cellAt(index).document;
    if (above?.languageId === document.languageId) text = `${above.getText().replaceAll('\r\n', '\n').trimEnd()}\n\n${text}`;
  }
  return text.slice(Math.max(0, text.length - room));
}

function cellOf(document: TextDocument): NotebookCell | undefined {
  if (document.uri.scheme !== 'vscode-notebook-cell') return undefined;
  for (const notebook of workspace.notebookDocuments) {
    const cell = notebook.getCells().find((one) => one.document === document);
    if (cell !== undefined) return cell;
  }
  return undefined;
}
