import { l10n, QuickPickItemKind, ThemeIcon, window, type QuickInputButton, type QuickPickItem } from 'vscode';
import type { StoredMember } from '../../../models/packStore.ts';
import type { CommandParts } from '../commandParts.ts';
import { browseCatalogue, downloadModel } from './downloadModel.ts';
import { getStandardPack } from './getStandardPack.ts';
import { addModel, chooseLanguages, disableModel, enableModel, moveModel, removeModel } from './modelCommands.ts';

interface Row extends QuickPickItem {
  readonly run?: () => Promise<void>;
  /** What the buttons of the row do. */
  readonly by?: ReadonlyMap<QuickInputButton, () => Promise<void>>;
}

/** Lists the models that the user added, to switch them on or off, order, limit or remove them, and offers ways to add more. */
export async function manageModels(parts: CommandParts): Promise<void> {
  const { members } = await parts.pack.store.read();
  const rows: readonly Row[] = [
    ...(members.length === 0 ? [] : [
      { label: l10n.t('Your models'), kind: QuickPickItemKind.Separator },
      ...members.map((member, index) => rowOf(parts, member, index > 0, index < members.length - 1)),
      { label: l10n.t('More'), kind: QuickPickItemKind.Separator },
    ]),
    { label: `$(add) ${l10n.t('Add a GGUF File…')}`, detail: l10n.t('A model that is on this machine already'), run: () => addModel(parts) },
    { label: `$(library) ${l10n.t('Browse Models…')}`, detail: l10n.t('Small models for code and text, with licence, size and memory'), run: () => browseCatalogue(parts) },
    { label: `$(cloud-download) ${l10n.t('Download from Hugging Face…')}`, detail: l10n.t('Any GGUF file of a public repository'), run: () => downloadModel(parts) },
    { label: `$(package) ${l10n.t('Get the Standard Pack…')}`, detail: l10n.t('Two general models, about 350 MB, downloaded once'), run: () => getStandardPack(parts) },
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
    picker.onDidTriggerItemButton(({ item, button }) => {
      const work = item.by?.get(button);
      if (work !== undefined) leave(work);
    });
    picker.onDidHide(() => leave(undefined));
    picker.show();
  });
}

function rowOf(parts: CommandParts, member: StoredMember, hasBefore: boolean, hasAfter: boolean): Row {
  const toggle = (): Promise<void> => (member.enabled ? disableModel(parts, member) : enableModel(parts, member));
  const button = (icon: string, tooltip: string, work: () => Promise<void>): readonly [QuickInputButton, () => Promise<void>] => [{ iconPath: new ThemeIcon(icon), tooltip }, work];
  const by = new Map([
    member.enabled ? button('circle-slash', l10n.t('Do not use this model'), toggle) : button('check', l10n.t('Use this model'), toggle),
    ...(hasBefore ? [button('arrow-up', l10n.t('Move up'), () => moveModel(parts, -1, member))] : []),
    ...(hasAfter ? [button('arrow-down', l10n.t('Move down'), () => moveModel(parts, 1, member))] : []),
    button('symbol-namespace', l10n.t('Choose its languages'), () => chooseLanguages(parts, member)),
    button('trash', l10n.t('Take this model out of the pack'), () => removeModel(parts, member)),
  ]);
  const description = [...(member.enabled ? [] : [l10n.t('not used')]), ...(member.languages === undefined ? [] : [member.languages.join(', ')])].join(' · ');
  return { label: `$(${member.enabled ? 'check' : 'circle-slash'}) ${member.id}`, description, detail: member.path, buttons: [...by.keys()], by, run: toggle };
}

function inUse({ pack }: CommandParts): string {
  switch (pack.info?.kind) {
    case 'standard': return l10n.t('You added no models; the standard pack is in use');
    case 'configured':
    case 'starter':
    case undefined: return l10n.t('You added no models; the starter pack is in use');
  }
}
