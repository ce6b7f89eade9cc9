import { l10n, Uri, window, workspace } from 'vscode';

/** Formats that something can be exported in: the file's extension and what the dialog calls it. */
export const formats = {
  json: { extension: 'json', label: 'JSON' },
  markdown: { extension: 'md', label: 'Markdown' },
  csv: { extension: 'csv', label: 'CSV' },
} as const;
export type Format = keyof typeof formats;

/** Which of the formats to export in: the one that was asked for, or the one that the user picks under `title`; undefined when none. */
export async function pickFormat<F extends Format>(title: string, asked: unknown, among: readonly F[]): Promise<F | undefined> {
  const known = among.find((format) => format === asked);
  if (known !== undefined) return known;
  const chosen = await window.showQuickPick(among.map((format) => ({ label: formats[format].label, format })), { title, placeHolder: l10n.t('In which format?') });
  return chosen?.format;
}

/** Saves a text where the user says; null when the dialog was closed. */
export async function saveText(name: string, format: Format, content: string): Promise<Uri | null> {
  const { extension, label } = formats[format];
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const file = `${name}.${extension}`;
  const target = await window.showSaveDialog({ ...(folder === undefined ? {} : { defaultUri: Uri.joinPath(folder, file) }), filters: { [label]: [extension] } });
  if (target === undefined) return null;
  await workspace.fs.writeFile(target, new TextEncoder().encode(content));
  const open = l10n.t('Open');
  if (await window.showInformationMessage(l10n.t('Saved as {0}.', workspace.asRelativePath(target)), open) === open) await window.showTextDocument(target);
  return target;
}
