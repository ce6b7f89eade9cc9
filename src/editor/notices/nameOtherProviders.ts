import { commands as editorCommands, extensions, l10n, type Memento } from 'vscode';
import type { Disposable } from '../../base/disposables.ts';
import type { Notifier } from './notifier.ts';
import { namedWith, providersToName } from './otherProviders.ts';

const key = 'namedProviders';

/** Names each other extension that suggests text once, with how to turn one off: two of them at one cursor take each other's place. */
export function nameOtherProviders(state: Memento, notifier: Notifier): Disposable {
  const look = (): void => {
    const found = providersToName((id) => extensions.getExtension(id) !== undefined, state.get(key));
    if (found.length === 0) return;
    void state.update(key, namedWith(state.get(key), found));
    void notifier.tell(`provider:${found.map(({ id }) => id).join(' ')}`, {
      level: 'info',
      text: l10n.t(
        '{0} suggests text at the cursor as well, and the editor shows one suggestion at a time. To keep one of them quiet, disable it in the Extensions view, or set packllm.automatic to false.',
        found.map(({ name }) => name).join(', '),
      ),
      actions: [
        { label: l10n.t('Show Extension'), run: () => editorCommands.executeCommand('workbench.extensions.search', found.map(({ id }) => `@id:${id}`).join(' ')) },
        { label: l10n.t('Open Settings'), run: () => editorCommands.executeCommand('workbench.action.openSettings', 'packllm.automatic') },
      ],
    });
  };
  look();
  return extensions.onDidChange(look);
}
