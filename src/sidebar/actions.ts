import type { ComparisonAction } from '../protocol/comparisonMessages.ts';
import type { SidebarAction } from '../protocol/sidebarMessages.ts';

/** The only commands that the pages can start, by the action they name. None takes an argument from a page. */
export const actionCommands: Readonly<Record<SidebarAction | Exclude<ComparisonAction, 'cancel-comparison'>, string>> = {
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
