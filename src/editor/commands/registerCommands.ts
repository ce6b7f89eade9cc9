import { commands as editorCommands, l10n, window } from 'vscode';
import { Disposables, type Disposable } from '../../base/disposables.ts';
import { asPackError } from '../../base/errors.ts';
import { acceptedFrom } from '../acceptance/accepted.ts';
import { commands, internalCommands } from '../contributions.ts';
import { exportAcceptance, resetAcceptance, showAcceptance } from './acceptanceCounts.ts';
import { ask } from './ask.ts';
import type { CommandParts } from './commandParts.ts';
import { compareMembers } from './compareMembers.ts';
import { completeNow } from './completeNow.ts';
import { continueSelection } from './continueSelection.ts';
import { forgetLearnt } from './forgetLearnt.ts';
import { browseCatalogue, downloadModel } from './models/downloadModel.ts';
import { getStandardPack } from './models/getStandardPack.ts';
import { manageModels } from './models/manageModels.ts';
import { addModel, chooseLanguages, disableModel, enableModel, moveModel, removeModel } from './models/modelCommands.ts';
import { openReport } from './openReport.ts';
import { toggle, toggleLanguage, toggleWorkspace } from './toggle.ts';
import { chooseWeighting, pinWeights } from './weighting.ts';

/** Puts every contributed command to work. A command that fails says so once, with the fix; nothing is thrown at the editor. */
export function registerCommands(parts: CommandParts): Disposable {
  const owned = new Disposables();
  const register = (id: string, run: (argument: unknown) => unknown): void => {
    owned.add(editorCommands.registerCommand(id, (argument: unknown) => guarded(parts, id, () => run(argument))));
  };
  register(commands.completeNow, () => completeNow(parts));
  register(commands.toggle, () => toggle(parts));
  register(commands.toggleLanguage, () => toggleLanguage(parts));
  register(commands.toggleWorkspace, () => toggleWorkspace(parts));
  register(commands.ask, (question) => ask(parts, typeof question === 'string' ? question : undefined));
  register(commands.continueSelection, () => continueSelection(parts));
  register(commands.compareMembers, () => compareMembers(parts));
  register(commands.chooseWeighting, () => chooseWeighting(parts));
  register(commands.pinWeights, () => pinWeights(parts));
  register(commands.unpinWeights, () => parts.pinning.unpin());
  register(commands.forgetLearnt, () => forgetLearnt(parts));
  register(commands.manageModels, () => manageModels(parts));
  register(commands.getStandardPack, () => getStandardPack(parts));
  register(commands.addModel, () => addModel(parts));
  register(commands.browseCatalogue, () => browseCatalogue(parts));
  register(commands.downloadModel, () => downloadModel(parts));
  register(commands.enableModel, (node) => enableModel(parts, node));
  register(commands.disableModel, (node) => disableModel(parts, node));
  register(commands.moveModelUp, (node) => moveModel(parts, -1, node));
  register(commands.moveModelDown, (node) => moveModel(parts, 1, node));
  register(commands.chooseLanguages, (node) => chooseLanguages(parts, node));
  register(commands.removeModel, (node) => removeModel(parts, node));
  register(commands.openReport, () => openReport(parts));
  register(commands.benchmarkWorkspace, (lines) => parts.benchmark.run(lines));
  register(commands.exportBenchmark, (format) => parts.benchmark.export(format));
  register(commands.showAcceptance, () => showAcceptance(parts));
  register(commands.exportAcceptance, (format) => exportAcceptance(parts, format));
  register(commands.resetAcceptance, () => resetAcceptance(parts));
  register(commands.restartEngine, () => parts.engine.restart());
  register(commands.showLog, () => parts.showLog());
  register(internalCommands.accepted, (argument) => {
    const accepted = acceptedFrom(argument);
    if (accepted === null) return;
    if (accepted.lesson !== null) void parts.learner.learn(accepted.lesson);
    parts.acceptance.accept(accepted);
  });
  return owned;
}

async function guarded({ logger, showLog }: CommandParts, id: string, run: () => unknown): Promise<unknown> {
  try {
    return await run();
  } catch (thrown) {
    const error = asPackError(thrown);
    logger.error(`${id}: ${error.message}`);
    if (error.code === 'cancelled') return undefined;
    void tell(`${error.message} ${error.fix}`.trim(), showLog);
    return undefined;
  }
}

async function tell(text: string, showLog: () => void): Promise<void> {
  const open = l10n.t('Show Log');
  if (await window.showErrorMessage(text, open) === open) showLog();
}
