import { l10n, window, type Uri } from 'vscode';
import { acceptanceCsv, acceptanceDocument, acceptanceJson } from '../acceptance/acceptanceText.ts';
import { pickFormat, saveText } from '../documents/saveText.ts';
import type { CommandParts } from './commandParts.ts';

const documentName = 'Acceptance counts.md';
const fileName = 'packllm-acceptance';
const exportFormats = ['json', 'csv'] as const;

type Parts = Pick<CommandParts, 'acceptance' | 'documents'>;

/** Opens the counts as a document. */
export async function showAcceptance({ acceptance, documents }: Parts): Promise<Uri> {
  documents.write(documentName, acceptanceDocument(await acceptance.read(), l10n.t));
  return documents.preview(documentName);
}

/** Saves the counts in the format that is asked for or picked. */
export async function exportAcceptance({ acceptance }: Parts, asked?: unknown): Promise<Uri | null> {
  const format = await pickFormat(l10n.t('Export Acceptance Counts'), asked, exportFormats);
  if (format === undefined) return null;
  const file = await acceptance.read();
  return saveText(fileName, format, format === 'json' ? acceptanceJson(file) : acceptanceCsv(file));
}

/** Begins at nothing, when the user is sure. */
export async function resetAcceptance({ acceptance }: Parts): Promise<void> {
  const reset = l10n.t('Reset');
  const chosen = await window.showWarningMessage(l10n.t('Reset the counts of shown and accepted suggestions?'), { modal: true, detail: l10n.t('They are deleted from this machine; export them first to keep them.') }, reset);
  if (chosen !== reset) return;
  await acceptance.reset();
  window.setStatusBarMessage(l10n.t('PackLLM: the counts begin at nothing'), 3000);
}
