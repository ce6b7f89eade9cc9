import { commands as editorCommands, l10n, languages, type ExtensionContext, type LogOutputChannel } from 'vscode';
import type { Clock } from '../base/clock.ts';
import { Disposables, type Disposable } from '../base/disposables.ts';
import { Emitter, type Event } from '../base/emitter.ts';
import type { Engine } from '../host/engine.ts';
import type { LoadReport } from '../protocol/reports.ts';
import { Acceptance } from './acceptance/acceptance.ts';
import type { PackllmApi } from './api.ts';
import { WorkspaceBenchmark } from './benchmark/workspaceBenchmark.ts';
import { registerCommands } from './commands/registerCommands.ts';
import { Completer } from './completion/completer.ts';
import { Warmer } from './completion/warmer.ts';
import type { ComparisonScreen } from './comparison/comparisonScreen.ts';
import type { Configuration } from './configuration.ts';
import { contextKeys, documentSchemes, section } from './contributions.ts';
import { followWorkedFiles } from './crossFile/followWorkedFiles.ts';
import { EngineNotices } from './engineNotices.ts';
import { FrontDocument } from './frontDocument.ts';
import { InlineCompletions } from './inlineCompletions.ts';
import { MemberChooser } from './members/memberChooser.ts';
import { PowerSource } from './members/powerSource.ts';
import { modelsFolderOf } from './modelsFolderOf.ts';
import { ModelTree } from './models/modelTree.ts';
import { Learner } from './learner.ts';
import type { Notifier } from './notifier.ts';
import { PackSource } from './packSource.ts';
import { Pinning } from './pinning.ts';
import { nameOtherProviders } from './providers/nameOtherProviders.ts';
import { ReportLog } from './reportLog.ts';
import { StatusItem } from './statusItem.ts';
import { VirtualDocuments } from './virtualDocuments.ts';
import { warmUp } from './warmUp.ts';
import { followWorkspace } from './workspace/followWorkspace.ts';

export interface EditorParts {
  readonly context: ExtensionContext;
  readonly engine: Engine;
  readonly configuration: Configuration;
  readonly notifier: Notifier;
  readonly comparisons: ComparisonScreen;
  readonly clock: Clock;
  readonly log: LogOutputChannel;
}

/** What of the editor's side others look at. */
export interface Editor extends Disposable {
  readonly api: PackllmApi;
  readonly pack: PackSource;
  readonly reports: ReportLog;
  readonly pinning: Pinning;
  readonly front: FrontDocument;
  /** The user has weights before their eyes. */
  weightsSeen(): void;
  /** Whether the files of the workspace take part, each time that changes. */
  readonly onWorkspaceMember: Event<boolean>;
}

/** Joins completions, commands, status and notices to one engine. The pack is loaded after activation has returned. */
export function createEditor({ context, engine, configuration, notifier, comparisons, clock, log }: EditorParts): Editor {
  const owned = new Disposables();
  const pack = owned.add(new PackSource({
    engine, logger: log, t: l10n.t, starterFolder: context.asAbsolutePath('media/models'),
    folder: () => modelsFolderOf(configuration.settings()), settings: () => configuration.settings().engine,
  }));
  const reports = owned.add(new ReportLog());
  const power = new PowerSource({ clock, platform: process.platform });
  const members = owned.add(new MemberChooser({
    clock, t: l10n.t, onBattery: () => power.onBattery, ready: () => engine.state.kind === 'ready',
    members: () => (engine.pack?.members ?? []).map(({ id }) => pack.members.find((member) => member.id === id) ?? { id }),
  }));
  const completer = owned.add(new Completer({ engine, clock, logger: log, settings: (view) => configuration.settings(view), members }));
  const { crossFile, following } = followWorkedFiles(configuration, clock, log);
  owned.add(following);
  const pinning = owned.add(new Pinning(configuration, log));
  const front = owned.add(new FrontDocument());
  const notices = owned.add(new EngineNotices(engine, pack, notifier));
  const whenReady = new Promise<LoadReport>((resolve) => {
    owned.add(engine.onPack((report) => report === null ? undefined : resolve(report)));
  });

  owned.add(languages.registerInlineCompletionItemProvider(documentSchemes.map((scheme) => ({ scheme })), new InlineCompletions(completer, crossFile, log)));
  const learner = owned.add(new Learner(engine, () => configuration.settings(), log));
  owned.add(completer.onReport(({ report, view }) => reports.add(report, view)));
  const acceptance = owned.add(new Acceptance({ folder: context.globalStorageUri, clock, logger: log }));
  owned.add(completer.onReport(({ report, view }) => acceptance.offer(view, report)));
  const documents = owned.add(new VirtualDocuments());
  const benchmark = owned.add(new WorkspaceBenchmark({ engine, configuration, documents, clock, onActivity: reports.onReport }));
  owned.add(registerCommands({
    engine, pack, configuration, reports, logger: log, documents, benchmark, comparisons, front,
    acceptance, learner, pinning, showLog: () => log.show(),
  }));
  owned.add(new ModelTree({ engine, pack, configuration }));
  owned.add(new StatusItem({ engine, pack, configuration, reports, members }));
  owned.add(followWorkspace(engine, configuration, clock, log));
  owned.add(nameOtherProviders(context.globalState, notifier));
  owned.add(warmUp(owned.add(new Warmer(engine, clock, log)), engine, configuration, crossFile));
  owned.add(configuration.onChange((change) => {
    completer.startOver();
    if (['engine', 'modelsFolder'].some((name) => change.affectsConfiguration(`${section}.${name}`))) void notices.load();
  }));
  owned.add(engine.onPack(() => completer.forget()));
  const workspaceMember = owned.add(new Emitter<boolean>());
  owned.add(configuration.onChange(() => workspaceMember.fire(configuration.settings().workspaceMember)));
  const set = new Set<string>();
  const setOnce = (key: string): void => {
    if (set.has(key)) return;
    set.add(key);
    setContext(key, true);
  };
  // A walkthrough never completes a step by what was true before it was opened: the pack that the window began with is no news.
  let news = false;
  owned.add(pack.onInfo((info) => {
    if (info === null) return;
    if (news && info.kind !== 'starter') setOnce(contextKeys.betterPack);
    news = true;
  }));
  owned.add(reports.onReport(({ report }) => {
    setOnce(contextKeys.hasReport);
    if (report.text !== '') setOnce(contextKeys.completed);
  }));
  owned.add(clock.after(0, () => void notices.load()));

  return {
    pack, reports, pinning, front,
    weightsSeen: () => setOnce(contextKeys.weightsSeen),
    onWorkspaceMember: workspaceMember.event,
    api: {
      whenReady, onReport: reports.onReport,
      get lastReport() {
        return reports.last;
      },
      get requests() {
        return completer.counts;
      },
      get noticesShown() {
        return notifier.shown;
      },
    },
    dispose: () => owned.dispose(),
  };
}

function setContext(key: string, value: boolean): void {
  void editorCommands.executeCommand('setContext', key, value);
}
