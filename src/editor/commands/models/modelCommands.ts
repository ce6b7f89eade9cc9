import { rm } from 'node:fs/promises';
import { relative, isAbsolute } from 'node:path';
import { commands as editorCommands, l10n, languages as editorLanguages, Uri, window } from 'vscode';
import type { StoredMember } from '../../../models/packStore.ts';
import { commands } from '../../contributions.ts';
import type { CommandParts } from '../commandParts.ts';

type Parts = Pick<CommandParts, 'pack' | 'logger'>;

/** Adds GGUF files that the user picks. */
export async function addModel({ pack, logger }: Parts): Promise<void> {
  const chosen = await window.showOpenDialog({
    title: l10n.t('Add a GGUF File'), openLabel: l10n.t('Add to the Pack'), canSelectMany: true, filters: { [l10n.t('GGUF models')]: ['gguf'] },
    defaultUri: Uri.file(pack.folder),
  });
  for (const { fsPath } of chosen ?? []) {
    const { id } = await pack.store.add(fsPath);
    logger.info(`Added ${id}`);
  }
  if (chosen !== undefined) await pack.load();
}

export async function enableModel(parts: Parts, node: unknown): Promise<void> {
  await withModel(parts, node, l10n.t('Use Model'), ({ id }) => parts.pack.store.setEnabled(id, true), { fits: ({ enabled }) => !enabled, none: l10n.t('All of your models are in use.') });
}

export async function disableModel(parts: Parts, node: unknown): Promise<void> {
  await withModel(parts, node, l10n.t('Do Not Use Model'), ({ id }) => parts.pack.store.setEnabled(id, false), { fits: ({ enabled }) => enabled, none: l10n.t('None of your models is in use.') });
}

/** Moves a model in the list by so many places; the first ones are loaded first where memory is short. */
export async function moveModel(parts: Parts, by: -1 | 1, node: unknown): Promise<void> {
  await withModel(parts, node, by < 0 ? l10n.t('Move Model Up') : l10n.t('Move Model Down'), async ({ id }, members) => parts.pack.store.move(id, members.findIndex((member) => member.id === id) + by));
}

/** Limits a model to some languages. */
export async function chooseLanguages(parts: Parts, node: unknown): Promise<void> {
  await withModel(parts, node, l10n.t('Choose Languages of Model'), async ({ id, languages: chosen = [] }) => {
    const known = [...new Set([...chosen, ...await editorLanguages.getLanguages()])].sort();
    const picked = await window.showQuickPick(known.map((label) => ({ label, picked: chosen.includes(label) })), {
      canPickMany: true, title: l10n.t('Languages of {0}', id), placeHolder: l10n.t('The model takes part in these languages only; in all when none is chosen'),
    });
    if (picked === undefined) return false;
    await parts.pack.store.setLanguages(id, picked.map(({ label }) => label));
    return true;
  });
}

/** Takes a model out of the pack, and deletes its file if the user wants so and it lies in the folder of downloads. */
export async function removeModel(parts: Parts, node: unknown): Promise<void> {
  await withModel(parts, node, l10n.t('Remove Model'), async ({ id, path }) => {
    const remove = l10n.t('Remove');
    const removeFile = l10n.t('Remove and Delete the File');
    const inside = relative(parts.pack.folder, path);
    const downloaded = !inside.startsWith('..') && !isAbsolute(inside);
    const chosen = await window.showWarningMessage(l10n.t('Take {0} out of the pack?', id), { modal: true, detail: path }, remove, ...(downloaded ? [removeFile] : []));
    if (chosen === undefined) return false;
    await parts.pack.store.remove(id);
    if (chosen === removeFile) await rm(path, { force: true });
    return true;
  });
}

/** Models for which a command makes sense, and what to say where there are none. */
interface Choice {
  readonly fits: (member: StoredMember) => boolean;
  readonly none: string;
}

/**
 * Does something to the model of the view's row, or else to one that the user picks under `title`, and loads the pack anew unless that was nothing. Where the user added no models, shows what can be done
 * about that.
 */
async function withModel({ pack }: Parts, node: unknown, title: string, work: (member: StoredMember, members: readonly StoredMember[]) => Promise<unknown>, choice?: Choice): Promise<void> {
  const { members } = await pack.store.read();
  if (members.length === 0) {
    await editorCommands.executeCommand(commands.manageModels);
    return;
  }
  const id = idOf(node) ?? await pickModel(title, members, choice);
  const member = members.find((one) => one.id === id);
  if (member === undefined || await work(member, members) === false) return;
  await pack.load();
}

async function pickModel(title: string, members: readonly StoredMember[], choice: Choice | undefined): Promise<string | undefined> {
  const among = choice === undefined ? members : members.filter(choice.fits);
  if (choice !== undefined && among.length === 0) {
    void window.showInformationMessage(choice.none);
    return undefined;
  }
  const picked = await window.showQuickPick(among.map(({ id, path }) => ({ label: id, description: path })), { title, placeHolder: l10n.t('Choose a model') });
  return picked?.label;
}

function idOf(node: unknown): string | null {
  return typeof node === 'object' && node !== null && 'id' in node && typeof node.id === 'string' ? node.id : null;
}
