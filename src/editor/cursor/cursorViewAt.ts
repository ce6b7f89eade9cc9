import { EndOfLine, Range, type Position, type TextDocument } from 'vscode';
import { messageAfter } from '../../context/commitMessage.ts';
import { placeKind } from '../../context/placeKind.ts';
import { cellsAbove } from './cellsAbove.ts';
import { viewLimits, type CursorView } from './cursorView.ts';

/**
 * The document as seen from `position`, with `inserted` as if it were already typed there in place of `replaced`. The cells above a notebook's cell stand before its
 * text, and what Git put below a commit message is left out.
 */
export function cursorViewAt(document: TextDocument, position: Position, replaced?: Range, inserted = ''): CursorView {
  const from = replaced?.start ?? position;
  const to = replaced?.end ?? position;
  const start = document.offsetAt(from);
  const end = document.offsetAt(to);
  const textOf = (range: Range): string => plain(document.getText(range));
  const uri = document.uri.toString();
  const kind = placeKind(uri, document.languageId);
  const before = textOf(new Range(document.positionAt(Math.max(0, start - viewLimits.before)), from)) + plain(inserted);
  const after = textOf(new Range(to, document.positionAt(end + viewLimits.after)));
  return {
    document: uri,
    path: document.uri.path,
    language: document.languageId,
    offset: start - (document.eol === EndOfLine.CRLF ? from.line : 0) + plain(inserted).length,
    before: kind === 'notebook' ? cellsAbove(document, viewLimits.before - before.length) + before : before,
    after: kind === 'commit-message' ? messageAfter(after) : after,
  };
}

function plain(text: string): string {
  return text.replaceAll('\r\n', '\n');
}
