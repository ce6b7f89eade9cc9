import { l10n, QuickPickItemKind, ThemeIcon, Uri, window, type QuickInputButton, type QuickPickItem } from 'vscode';
import type { StoredMember } from '../../models/packStore.ts';
import type { CommandParts } from './commandParts.ts';
import { getStandardPack } from './getStandardPack.ts';

interface Row extends QuickPickItem {
  readonly member?: StoredMember;
  readonly run?: () => Promise<void>;
}

/** Lists the models that the user added, to switch them on or off or take them out, and offers ways to add more. */
export async function manageModels(parts: CommandParts): Promise<void> {
  const enable: QuickInputButton = { iconPath: new ThemeIcon('check'), tooltip: l10n.t('Use this model') };
  const disable: QuickInputButton = { iconPath: new ThemeIcon('circle-slash'), tooltip: l10n.t('Do not use this model') };
  const remove: QuickInputButton = { iconPath: new ThemeIcon('trash'), tooltip: l10n.t('Take this model out of the pack; its file stays') };
  const toggleMember = ({ id, enabled }: StoredMember): Promise<void> => change(parts, () => parts.pack.store.setEnabled(id, !enabled));
  const removeMember = async ({ id }: StoredMember): Promise<void> => {
    const yes = l10n.t('Remove');
    if (await window.showWarningMessage(l10n.t('Take {0} out of the pack? Its file stays where it is.', id), { modal: true }, yes) !== yes) return;
    await change(parts, () => parts.pack.store.remove(id));
  };
  const row = (member: StoredMember): Row => ({
    label: `$(${member.enabled ? 'check' : 'circle-slash'}) ${member.id}`, description: member.enabled ? '' : l10n.t('not used'), detail: member.path,
    buttons: [member.enabled ? disable : enable, remove], member, run: () => toggleMember(member),
  });

  const { members } = await parts.pack.store.read();
  const rows: readonly Row[] = [
    { label: l10n.t('Your models'), kind: QuickPickItemKind.Separator },
    ...members.map(row),
    { label: `$(add) ${l10n.t('Add a GGUF File…')}`, run: () => addFile(parts) },
    { label: l10n.t('More'), kind: QuickPickItemKind.Separator },
    { label: `$(cloud-download) ${l10n.t('Get the Standard Pack…')}`, detail: l10n.t('Two general models, about 350 MB, downloaded once'), run: () => getStandardPack(parts) },
  ];
  await new Promise<void>((resolve, reject) => {
    const picker = window.createQuickPick<Row>();
    picker.title = l10n.t('Manage Models');
    picker.placeholder = members.length === 0 ? inUse(parts) : l10n.t('Choose a model to switch it on or off');
    picker.items = rows;
    let left = false;
    const leave = (work: (() => Promise<void>) | undefined): void => {
      if (left) return;
      left = true;
      picker.dispose();
      (work?.() ?? Promise.resolve()).then(resolve, reject);
    };
    picker.onDidAccept(() => leave(picker.selectedItems[0]?.run));
    picker.onDidTriggerItemButton(({ item: { member }, button }) => {
      if (member !== undefined) leave(() => button === remove ? removeMember(member) : toggleMember(member));
    });
    picker.onDidHide(() => leave(undefined));
    picker.show();
  });
}

function inUse({ pack }: CommandParts): string {
  switch (pack.info?.kind) {
    case 'standard': return l10n.t('You added no models; the standard pack is in use');
    case 'configured':
    case 'starter':
    case undefined: return l10n.t('You added no models; the starter pack is in use');
  }
}

async function addFile(parts: CommandParts): Promise<void> {
  const chosen = await window.showOpenDialog({
    title: l10n.t('Add a GGUF File'), openLabel: l10n.t('Add to the Pack'), canSelectMany: true, filters: { [l10n.t('GGUF models')]: ['gguf'] },
    defaultUri: Uri.file(parts.pack.folder),
  });
  for (const { fsPath } of chosen ?? []) {
    const { id } = await parts.pack.store.add(fsPath);
    parts.logger.info(`Added ${id}`);
  }
  if (chosen !== undefined) await parts.pack.load();
}

async function change({ pack }: CommandParts, work: () => Promise<void>): Promise<void> {
  await work();
  await pack.load();
}
