import type { SidebarAction } from '../protocol/sidebarMessages.ts';

/** The only commands that the page can start, by the action it names. None takes an argument from the page. */
export const actionCommands: Readonly<Record<SidebarAction, string>> = {
  'choose-weighting': 'packllm.chooseWeighting',
  'pin-weights': 'packllm.pinWeights',
  'unpin-weights': 'packllm.unpinWeights',
  'compare-members': 'packllm.compareMembers',
  'open-report': 'packllm.openReport',
  'manage-models': 'packllm.manageModels',
  'get-standard-pack': 'packllm.getStandardPack',
  'complete-now': 'packllm.completeNow',
  'restart-engine': 'packllm.restartEngine',
  'show-log': 'packllm.showLog',
  'toggle-workspace': 'packllm.toggleWorkspace',
};
