/** The ids that package.json contributes; a test holds the two against each other. */
export const commands = {
  completeNow: 'packllm.completeNow',
  toggle: 'packllm.toggle',
  toggleLanguage: 'packllm.toggleLanguage',
  toggleWorkspace: 'packllm.toggleWorkspace',
  ask: 'packllm.ask',
  continueSelection: 'packllm.continueSelection',
  compareMembers: 'packllm.compareMembers',
  chooseWeighting: 'packllm.chooseWeighting',
  pinWeights: 'packllm.pinWeights',
  unpinWeights: 'packllm.unpinWeights',
  forgetLearnt: 'packllm.forgetLearnt',
  manageModels: 'packllm.manageModels',
  getStandardPack: 'packllm.getStandardPack',
  addModel: 'packllm.addModel',
  browseCatalogue: 'packllm.browseCatalogue',
  downloadModel: 'packllm.downloadModel',
  enableModel: 'packllm.enableModel',
  disableModel: 'packllm.disableModel',
  moveModelUp: 'packllm.moveModelUp',
  moveModelDown: 'packllm.moveModelDown',
  chooseLanguages: 'packllm.chooseLanguages',
  removeModel: 'packllm.removeModel',
  openReport: 'packllm.openReport',
  benchmarkWorkspace: 'packllm.benchmarkWorkspace',
  exportBenchmark: 'packllm.exportBenchmark',
  showAcceptance: 'packllm.showAcceptance',
  exportAcceptance: 'packllm.exportAcceptance',
  resetAcceptance: 'packllm.resetAcceptance',
  restartEngine: 'packllm.restartEngine',
  showLog: 'packllm.showLog',
} as const;

/** Commands that only the extension itself runs; the palette does not list them. */
export const internalCommands = {
  /** A suggestion was accepted; its argument is `Accepted`. */
  accepted: 'packllm.accepted',
} as const;

export const viewContainer = 'packllm';
export const packView = 'packllm.pack';
export const modelsView = 'packllm.models';
export const walkthrough = 'packllm.start';

/** Section of every setting. */
export const section = 'packllm';

/** Context keys that when clauses of package.json may use. */
export const contextKeys = {
  /** A suggestion had text at least once in this window. */
  completed: 'packllm.completed',
  /** The sidebar showed weights in this window. */
  weightsSeen: 'packllm.weightsSeen',
  /** Other models than the built-in ones came into use in this window. */
  betterPack: 'packllm.betterPack',
  /** There is a report to open. */
  hasReport: 'packllm.hasReport',
  /** There is a benchmark to export. */
  hasBenchmark: 'packllm.hasBenchmark',
} as const;

/** Scheme of the read-only documents that reports and comparisons open in. */
export const documentScheme = 'packllm';

/**
 * Where documents come from that a suggestion may be made for; `vscode-remote` is a file elsewhere, seen from a local extension host, and `vscode-scm` the message
 * box of source control.
 */
export const documentSchemes = ['file', 'untitled', 'vscode-remote', 'vscode-notebook-cell', 'vscode-scm'] as const;
