import { l10n, languages, type ExtensionContext, type LogOutputChannel } from 'vscode';
import type { Clock } from '../base/clock.ts';
import { Disposables, type Disposable } from '../base/disposables.ts';
import { Emitter, type Event } from '../base/emitter.ts';
import type { Engine } from '../host/engine.ts';
import type { LoadReport } from '../protocol/reports.ts';
import { Acceptance } from './acceptance/acceptance.ts';
import { Learner } from './acceptance/learner.ts';
import type { PackllmApi } from './api.ts';
import { WorkspaceBenchmark } from './benchmark/workspaceBenchmark.ts';
import { registerCommands } from './commands/registerCommands.ts';
import type { ComparisonScreen } from './comparison/comparisonScreen.ts';
import { Completer } from './completion/completer.ts';
import { contextKeys, documentSchemes, section } from './contributions.ts';
import { followWorkedFiles } from './crossFile/followWorkedFiles.ts';
import { FrontDocument } from './cursor/frontDocument.ts';
import { VirtualDocuments } from './documents/virtualDocuments.ts';
import { InlineCompletions } from './ghostText/inlineCompletions.ts';
import { Warmer } from './ghostText/warmer.ts';
import { warmUp } from './ghostText/warmUp.ts';
import { MemberChooser } from './members/memberChooser.ts';
import { PowerSource } from './members/powerSource.ts';
import { Milestones } from './milestones.ts';
import { modelsFolderOf } from './models/modelsFolderOf.ts';
import { ModelTree } from './models/modelTree.ts';
import { PackSource } from './models/packSource.ts';
import { EngineNotices } from './notices/engineNotices.ts';
import { nameOtherProviders } from './notices/nameOtherProviders.ts';
import type { Notifier } from './notices/notifier.ts';
import { ReportLog } from './reports/reportLog.ts';
import type { Configuration } from './settings/configuration.ts';
import { Pinning } from './settings/pinning.ts';
import { StatusItem } from './status/statusItem.ts';
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
  const pinning = owned.add(new Pinning(configuration, log));
  const front = owned.add(new FrontDocument());
  const { crossFile, following } = followWorkedFiles(configuration, front, clock, log);
  owned.add(following);
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
    engine, pack, configuration, reports, logger: log, documents, benchmark, comparisons, front, crossFile,
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
  const milestones = owned.add(new Milestones(pack, reports));
  owned.add(clock.after(0, () => void notices.load()));

  return {
    pack, reports, pinning, front,
    weightsSeen: () => milestones.reach(contextKeys.weightsSeen),
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
