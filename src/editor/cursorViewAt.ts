import { EndOfLine, Range, type Position, type TextDocument } from 'vscode';
import { viewLimits, type CursorView } from './completion/cursorView.ts';

/** The document as seen from `position`, with `inserted` as if it were already typed there in place of `replaced`. */
export function cursorViewAt(document: TextDocument, position: Position, replaced?: Range, inserted = ''): CursorView {
  const from = replaced?.start ?? position;
  const to = replaced?.end ?? position;
  const start = document.offsetAt(from);
  const end = document.offsetAt(to);
  const textOf = (range: Range): string => document.getText(range).replaceAll('\r\n', '\n');
  return {
    document: document.uri.toString(),
    path: document.uri.path,
    language: document.languageId,
    offset: start - (document.eol === EndOfLine.CRLF ? from.line : 0) + inserted.length,
    before: textOf(new Range(document.positionAt(Math.max(0, start - viewLimits.before)), from)) + inserted,
    after: textOf(new Range(to, document.positionAt(end + viewLimits.after))),
  };
}
