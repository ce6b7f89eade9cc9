import { l10n, ProgressLocation, window, type Uri } from 'vscode';
import { asPackError } from '../../base/errors.ts';
import { completionShape } from '../../context/completionShape.ts';
import { isExcluded } from '../../context/exclusion.ts';
import type { CompletionRequest } from '../../protocol/requests.ts';
import { signalOf } from '../cancellation.ts';
import { cursorViewAt } from '../cursorViewAt.ts';
import { comparisonDocument, type Contender } from '../documents/comparisonDocument.ts';
import { limitsFor } from '../settings/editorSettings.ts';
import { loadedMembers } from './loadedMembers.ts';
import { textPrompt } from './textPrompt.ts';
import type { CommandParts } from './commandParts.ts';

const documentName = 'Members side by side.md';

/** Shows the fused text at the cursor next to what every member would write alone. The document fills as the texts arrive. */
export async function compareMembers(parts: CommandParts): Promise<Uri | null> {
  const editor = window.activeTextEditor;
  if (editor === undefined) return null;
  const view = cursorViewAt(editor.document, editor.selection.active);
  const settings = parts.configuration.settings(view);
  if (isExcluded(view.path, view.language, settings.exclusions) !== null) {
    void window.showInformationMessage(l10n.t('This document is excluded from PackLLM.'));
    return null;
  }
  const members = await loadedMembers(parts.engine);
  const prompt = textPrompt(view);
  const shape = completionShape(prompt.before, prompt.after, settings.multiline, view.language);
  const request: CompletionRequest = {
    ...prompt, language: view.language, weighting: settings.weighting, alignment: settings.alignment, decoding: settings.decoding, pooling: settings.pooling,
    shape, ...limitsFor(shape, settings),
  };
  const contenders: Contender[] = [null, ...members].map((member) => ({ member, outcome: { kind: 'waiting' } }));
  const draw = (): void => parts.documents.write(documentName, comparisonDocument(contenders, view.language, l10n.t));
  draw();
  const document = await parts.documents.show(documentName);
  await window.withProgress({ location: ProgressLocation.Notification, title: l10n.t('Comparing the members'), cancellable: true }, async (progress, token) => {
    for (const [index, { member }] of contenders.entries()) {
      if (token.isCancellationRequested) return;
      progress.report({ message: member ?? l10n.t('Fused'), increment: 100 / contenders.length });
      contenders[index] = await contend(parts, member, request, signalOf(token));
      draw();
    }
  });
  const [fused] = contenders;
  if (fused?.outcome.kind === 'done') parts.reports.add(fused.outcome.report, view);
  return document.uri;
}

async function contend({ engine }: CommandParts, member: string | null, request: CompletionRequest, signal: AbortSignal): Promise<Contender> {
  try {
    const report = await engine.ask('complete', member === null ? request : { ...request, only: [member] }, { signal });
    return { member, outcome: { kind: 'done', report } };
  } catch (thrown) {
    return { member, outcome: { kind: 'failed', failure: asPackError(thrown).toFailure() } };
  }
}
