import { commands } from 'vscode';
import { Disposables, type Disposable } from '../base/disposables.ts';
import { contextKeys } from './contributions.ts';
import type { PackSource } from './models/packSource.ts';
import type { ReportLog } from './reports/reportLog.ts';

type Milestone = (typeof contextKeys)[keyof typeof contextKeys];

/** What has happened in this window, for the when clauses of package.json: steps of the walkthrough are complete by it, and commands come to sight. */
export class Milestones implements Disposable {
  readonly #owned = new Disposables();
  readonly #reached = new Set<Milestone>();

  constructor(pack: Pick<PackSource, 'onInfo'>, reports: Pick<ReportLog, 'onReport'>) {
    // A walkthrough never completes a step by what was true before it was opened: the pack that the window began with is no news.
    let news = false;
    this.#owned.add(pack.onInfo((info) => {
      if (info === null) return;
      if (news && info.kind !== 'starter') this.reach(contextKeys.betterPack);
      news = true;
    }));
    this.#owned.add(reports.onReport(({ report }) => {
      this.reach(contextKeys.hasReport);
      if (report.text !== '') this.reach(contextKeys.completed);
    }));
  }

  reach(milestone: Milestone): void {
    if (this.#reached.has(milestone)) return;
    this.#reached.add(milestone);
    void commands.executeCommand('setContext', milestone, true);
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
