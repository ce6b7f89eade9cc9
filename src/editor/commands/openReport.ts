import { l10n, window, type Uri } from 'vscode';
import { reportDocument } from '../reports/reportDocument.ts';
import type { CommandParts } from './commandParts.ts';

const documentName = 'Completion report.md';

/** Opens the report of the last completion as a read-only document. */
export async function openReport({ reports, documents }: CommandParts): Promise<Uri | null> {
  const { last } = reports;
  if (last === null) {
    void window.showInformationMessage(l10n.t('There is no completion to report yet.'));
    return null;
  }
  documents.write(documentName, reportDocument(last.report, last.language, l10n.t));
  return (await documents.show(documentName)).uri;
}
