import { l10n, MarkdownString, StatusBarAlignment, ThemeColor, window } from 'vscode';
import { Disposables, type Disposable } from '../../base/disposables.ts';
import { isExcluded } from '../../context/exclusion.ts';
import { isOnAt, placeKind } from '../../context/placeKind.ts';
import type { Engine } from '../../host/engine.ts';
import { commands, documentSchemes, packView } from '../contributions.ts';
import type { MemberChooser } from '../members/memberChooser.ts';
import type { PackSource } from '../models/packSource.ts';
import type { ReportLog } from '../reports/reportLog.ts';
import type { Configuration } from '../settings/configuration.ts';
import { statusView, type StatusFacts } from './statusText.ts';

export interface StatusParts {
  readonly engine: Engine;
  readonly pack: PackSource;
  readonly configuration: Configuration;
  readonly reports: ReportLog;
  readonly members: Pick<MemberChooser, 'degraded' | 'onChange'>;
}

/** The one item in the status bar: drawn anew whenever one of the facts behind it changes. */
export class StatusItem implements Disposable {
  readonly #parts: StatusParts;
  readonly #owned = new Disposables();
  readonly #item = this.#owned.add(window.createStatusBarItem('packllm.status', StatusBarAlignment.Right, 100));
  #last: StatusFacts['last'] = null;

  constructor(parts: StatusParts) {
    this.#parts = parts;
    this.#item.name = 'PackLLM';
    this.#item.command = `${packView}.focus`;
    const draw = (): void => this.#draw();
    this.#owned.add(parts.engine.onState(draw));
    this.#owned.add(parts.engine.onPack(draw));
    this.#owned.add(parts.pack.onInfo(draw));
    this.#owned.add(parts.configuration.onChange(draw));
    this.#owned.add(parts.members.onChange(draw));
    this.#owned.add(window.onDidChangeActiveTextEditor(draw));
    this.#owned.add(parts.reports.onReport(({ report }) => {
      if (report.text !== '') this.#last = { ms: report.timing.totalMs, source: report.source };
      draw();
    }));
    draw();
    this.#item.show();
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #draw(): void {
    const { engine, pack, members } = this.#parts;
    const { state } = engine;
    const view = statusView({
      engine: state, members: engine.pack?.members.map(({ id }) => id) ?? null, leftOut: engine.pack?.leftOut ?? [], advice: pack.info?.advice ?? '',
      busy: state.kind === 'ready' && state.busy, silent: this.#silence(), last: this.#last, degraded: members.degraded,
    }, l10n.t);
    const tooltip = new MarkdownString(view.tooltip, true);
    tooltip.isTrusted = { enabledCommands: Object.values(commands) };
    this.#item.text = view.text;
    this.#item.tooltip = tooltip;
    this.#item.accessibilityInformation = { label: view.label };
    this.#item.backgroundColor = view.alert === 'none' ? undefined : new ThemeColor(`statusBarItem.${view.alert}Background`);
  }

  #silence(): StatusFacts['silent'] {
    const document = window.activeTextEditor?.document;
    const scope = document === undefined ? undefined : { document: document.uri.toString(), language: document.languageId };
    const settings = this.#parts.configuration.settings(scope);
    const { automatic, exclusions } = settings;
    if (!isOnAt(scope === undefined ? 'document' : placeKind(scope.document, scope.language), settings)) return 'off';
    if (document !== undefined && documentSchemes.some((scheme) => scheme === document.uri.scheme)
      && isExcluded(document.uri.path, document.languageId, exclusions) !== null) return 'excluded';
    return automatic ? null : 'automatic-off';
  }
}
