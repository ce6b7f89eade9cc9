import { commands as editorCommands, l10n, ProgressLocation, window, workspace, type Uri } from 'vscode';
import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposables.ts';
import type { Event } from '../../base/emitter.ts';
import type { Engine } from '../../host/engine.ts';
import { signalOf } from '../cancellation.ts';
import { contextKeys } from '../contributions.ts';
import { pickFormat, saveText } from '../documents/saveText.ts';
import type { VirtualDocuments } from '../documents/virtualDocuments.ts';
import { loadedMembers } from '../models/loadedMembers.ts';
import type { Configuration } from '../settings/configuration.ts';
import { benchmark, type BenchmarkResult } from './benchmark.ts';
import { benchmarkJson, benchmarkMarkdown } from './benchmarkText.ts';
import { obstacleIn, shortageOf, type Obstacle } from './obstacle.ts';
import { workspaceLines } from './workspaceLines.ts';

const documentName = 'Benchmark.md';
const fileName = 'packllm-benchmark';
const exportFormats = ['markdown', 'json'] as const;
/** Lines at most: where the pack and a member differ in a quarter of them, a lead of 14 % is beyond chance with 50 lines, one of 7 % with 200. */
const samples = { quick: 50, thorough: 200 } as const;

export interface WorkspaceBenchmarkParts {
  readonly engine: Engine;
  readonly configuration: Configuration;
  readonly documents: VirtualDocuments;
  readonly clock: Clock;
  /** Fired whenever somebody types. */
  readonly onActivity: Event<unknown>;
}

/** Measures the pack on lines of the workspace, one run at a time, and keeps the last result to export it. */
export class WorkspaceBenchmark implements Disposable {
  readonly #parts: WorkspaceBenchmarkParts;
  readonly #ended = new AbortController();
  #running = false;
  #last: BenchmarkResult | null = null;

  constructor(parts: WorkspaceBenchmarkParts) {
    this.#parts = parts;
  }

  /** `lines` is how many to measure at most; the user is asked where it is no number. Gives the document with the result, or null when there is none. */
  async run(lines?: unknown): Promise<Uri | null> {
    const obstacle = obstacleIn({ folders: workspace.workspaceFolders?.length ?? 0, trusted: workspace.isTrusted, running: this.#running }, l10n.t);
    if (obstacle !== null) return tell(obstacle);
    this.#running = true;
    try {
      const sample = typeof lines === 'number' && lines >= 1 ? Math.floor(lines) : await pickSample();
      if (sample === undefined) return null;
      const result = await this.#measure(sample);
      return 'fix' in result ? tell(result) : await this.#show(result);
    } finally {
      this.#running = false;
    }
  }

  /** Saves the last result in the format that is asked for or picked. */
  async export(asked?: unknown): Promise<Uri | null> {
    const result = this.#last;
    if (result === null) {
      void window.showInformationMessage(l10n.t('There is no benchmark to export yet.'));
      return null;
    }
    const format = await pickFormat(l10n.t('Export Benchmark'), asked, exportFormats);
    if (format === undefined) return null;
    return saveText(fileName, format, format === 'json' ? benchmarkJson(result) : benchmarkMarkdown(result, l10n.t));
  }

  dispose(): void {
    this.#ended.abort();
  }

  async #measure(sample: number): Promise<BenchmarkResult | Obstacle> {
    const { engine, configuration, clock, onActivity } = this.#parts;
    return window.withProgress({ location: ProgressLocation.Notification, title: l10n.t('Benchmarking the pack'), cancellable: true }, async (progress, token) => {
      const signal = AbortSignal.any([signalOf(token), this.#ended.signal]);
      progress.report({ message: l10n.t('looking for lines…') });
      const members = await loadedMembers(engine, signal);
      const lines = await workspaceLines(configuration, sample);
      const shortage = shortageOf(lines.length, l10n.t);
      if (shortage !== null) return shortage;
      let told = 0;
      const onProgress = (message: string, done: number): void => {
        progress.report({ message, increment: 100 * (done - told) });
        told = done;
      };
      return benchmark({ engine, clock, onActivity, t: l10n.t }, { lines, members, settings: configuration.settings(), onProgress }, signal);
    });
  }

  /** Shows what was measured; throws what ended it when that was neither the user nor another pack. */
  async #show(result: BenchmarkResult): Promise<Uri | null> {
    const { ended, measured } = result;
    const failed = ended !== null && ended.code !== 'cancelled';
    if (measured === 0 && failed) throw ended;
    if (measured === 0) {
      void window.showInformationMessage(l10n.t('The benchmark ended before its first line was measured.'));
      return null;
    }
    this.#last = result;
    await editorCommands.executeCommand('setContext', contextKeys.hasBenchmark, true);
    this.#parts.documents.write(documentName, benchmarkMarkdown(result, l10n.t));
    const uri = await this.#parts.documents.preview(documentName);
    if (failed) throw ended;
    void this.#offerExport(result);
    return uri;
  }

  async #offerExport({ measured, planned }: BenchmarkResult): Promise<void> {
    const choices = [{ label: l10n.t('Export as Markdown…'), format: 'markdown' }, { label: l10n.t('Export as JSON…'), format: 'json' }] as const;
    const text = measured < planned ? l10n.t('The benchmark was stopped after {0} of {1} lines.', measured, planned) : l10n.t('The benchmark of {0} lines is done.', measured);
    const chosen = await window.showInformationMessage(text, ...choices.map(({ label }) => label));
    const { format } = choices.find(({ label }) => label === chosen) ?? {};
    if (format !== undefined) await this.export(format);
  }
}

async function pickSample(): Promise<number | undefined> {
  const chosen = await window.showQuickPick([
    { label: l10n.t('{0} lines', samples.quick), description: l10n.t('shows large differences'), lines: samples.quick },
    { label: l10n.t('{0} lines', samples.thorough), description: l10n.t('takes four times as long and shows smaller ones'), lines: samples.thorough },
  ], { title: l10n.t('Benchmark This Pack on My Workspace'), placeHolder: l10n.t('How many lines of your files should the pack and each of its members write?') });
  return chosen?.lines;
}

function tell({ text, fix }: Obstacle): null {
  void window.showInformationMessage(text, ...(fix === null ? [] : [fix.label])).then((chosen) =>
    fix !== null && chosen === fix.label ? editorCommands.executeCommand(fix.command, ...(fix.arguments ?? [])) : undefined);
  return null;
}
