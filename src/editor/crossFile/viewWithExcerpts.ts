import { cursorViewAt } from '../cursor/cursorViewAt.ts';
import type { CursorView } from '../cursor/cursorView.ts';
import type { CrossFile } from './crossFile.ts';

/** What a completion reads: the document as `cursorViewAt` shows it, and excerpts of others that were worked on. */
export function viewWithExcerpts(crossFile: Pick<CrossFile, 'excerptsFor'>, ...[document, ...at]: Parameters<typeof cursorViewAt>): CursorView {
  return { ...cursorViewAt(document, ...at), excerpts: crossFile.excerptsFor(document.uri.toString()) };
}
