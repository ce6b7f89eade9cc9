import { window, type ExtensionContext } from 'vscode';
import { systemClock } from './base/clock.ts';
import { Disposables } from './base/disposables.ts';
import { workspaceMemberId } from './base/workspaceMemberId.ts';
import type { PackllmApi } from './editor/api.ts';
import { createEditor } from './editor/editor.ts';
import { modelsFolderOf, quarantineIn } from './editor/models/modelsFolderOf.ts';
import { Notifier } from './editor/notices/notifier.ts';
import { showMessage } from './editor/notices/showMessage.ts';
import { Configuration } from './editor/settings/configuration.ts';
import { createEngine } from './host/engineSupervisor.ts';
import { ComparisonPanel } from './sidebar/comparisonPanel.ts';
import { PackViewProvider } from './sidebar/packViewProvider.ts';

/** Builds the graph; everything in it ends with the extension. */
export function activate(context: ExtensionContext): PackllmApi {
  const owned = new Disposables();
  context.subscriptions.push(owned);
  const log = owned.add(window.createOutputChannel('PackLLM', { log: true }));
  const notifier = new Notifier(showMessage);
  const configuration = owned.add(new Configuration(notifier));
  const engine = owned.add(createEngine({
    entry: context.asAbsolutePath('dist/engine.js'), clock: systemClock, logger: log,
    idleMs: () => configuration.settings().unloadAfterMinutes * 60_000,
    quarantine: quarantineIn(() => modelsFolderOf(configuration.settings())),
  }));
  const comparisons = owned.add(new ComparisonPanel(context.extensionUri));
  const editor = owned.add(createEditor({ context, engine, configuration, notifier, comparisons, clock: systemClock, log }));
  const view = owned.add(new PackViewProvider({
    extensionUri: context.extensionUri, engine, onReport: editor.reports.onReport, onPackInfo: editor.pack.onInfo, onWorkspaceMember: editor.onWorkspaceMember,
    onFront: editor.front.onChange, onPinned: editor.pinning.onChange,
    weightsSeen: () => editor.weightsSeen(),
    pin: (weights) => editor.pinning.pinKnown(weights, [...(engine.pack?.members ?? []).map(({ id }) => id), workspaceMemberId]),
    get front() {
      return editor.front.current;
    },
    get pinned() {
      return editor.pinning.weights;
    },
    get pack() {
      return editor.pack.info;
    },
    get workspaceMember() {
      return configuration.settings().workspaceMember;
    },
  }));
  owned.add(window.registerWebviewViewProvider(PackViewProvider.viewId, view));
  return editor.api;
}
