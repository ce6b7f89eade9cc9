import type { Translate } from '../../base/translate.ts';

/** Fewer lines tell nothing. */
export const fewestLines = 10;

/** Why a workspace cannot be measured, and the command that helps. */
export interface Obstacle {
  readonly text: string;
  readonly fix: { readonly label: string; readonly command: string; readonly arguments?: readonly unknown[] } | null;
}

/** What stands in the way before any file was looked at; null when nothing does. */
export function obstacleIn({ folders, trusted, running }: { readonly folders: number; readonly trusted: boolean; readonly running: boolean }, t: Translate): Obstacle | null {
  if (running) return { text: t('A benchmark is running already. Cancel it in its notification to start another one.'), fix: null };
  if (folders === 0) {
    return { text: t('There is no folder open whose lines could be measured. Open a folder with code or Markdown of yours.'), fix: { label: t('Open Folder…'), command: 'workbench.action.files.openFolder' } };
  }
  if (!trusted) {
    return {
      text: t('PackLLM reads the files of a workspace only when you trust it. Trust this workspace to measure the pack on its lines.'),
      fix: { label: t('Manage Workspace Trust'), command: 'workbench.trust.manage' },
    };
  }
  return null;
}

/** Why the lines that were found are too few; null when they are enough. */
export function shortageOf(lines: number, t: Translate): Obstacle | null {
  if (lines >= fewestLines) return null;
  return {
    text: t('Only {0} lines of this workspace can be measured, and {1} are needed. They come from code and Markdown that people write; files that Git ignores, that programs write, that may hold secrets or that you exclude are left out.', lines, fewestLines),
    fix: { label: t('Excluded Files'), command: 'workbench.action.openSettings', arguments: ['packllm.excludedFiles'] },
  };
}
