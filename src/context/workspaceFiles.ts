import { isExcluded, type ExclusionRules } from './exclusion.ts';

/** What of a workspace is worth knowing: source text of a size that people write. */
export const workspaceLimits = { fileBytes: 256_000, bytes: 9_900_000, files: 2000 } as const;

/** Folders and files that programs write. */
const writtenByPrograms = [
  '**/{node_modules,bower_components,vendor,third_party,dist,out,build,target,coverage,__pycache__,venv,site-packages}/**', '**/.*/**',
  '*.min.*', '*.map', '*.lock', '*-lock.{json,yaml}', '*.log', '*.snap',
] as const;

export interface WorkspaceFile {
  /** Relative to the workspace's folder, with either slash. */
  readonly path: string;
  readonly bytes: number;
  /** When it was changed last, ms. */
  readonly modified: number;
}

const extensionOf = (path: string): string => /\.[^./\\]*$/.exec(path)?.[0] ?? '';

/**
 * The files that the workspace is known by, within the limits, none of them excluded: those like `document` first, then those changed last. The best come last, for
 * what was told last is looked up first.
 */
export function chooseWorkspaceFiles<F extends WorkspaceFile>(files: readonly F[], document: string, rules: ExclusionRules): readonly F[] {
  const alike = extensionOf(document);
  const isWanted = workspaceFilter(rules);
  const ranked = files.filter(({ path, bytes }) => bytes > 0 && bytes <= workspaceLimits.fileBytes && isWanted(path))
    .sort((a, b) => Number(extensionOf(b.path) === alike) - Number(extensionOf(a.path) === alike) || b.modified - a.modified || (a.path < b.path ? -1 : 1));
  const chosen: F[] = [];
  let total = 0;
  for (const file of ranked.slice(0, workspaceLimits.files)) {
    total += file.bytes + 1;
    if (total > workspaceLimits.bytes) break;
    chosen.push(file);
  }
  return chosen.reverse();
}

/** Whether a path, relative to the workspace's folder, may be known at all. */
export function workspaceFilter(rules: ExclusionRules): (path: string) => boolean {
  const all = { ...rules, globs: [...rules.globs, ...writtenByPrograms] };
  return (path) => isExcluded(path, '', all) === null;
}

/** A file's content as a document of the workspace, LF line ends; null when it is not UTF-8 text. */
export function workspaceText(bytes: Uint8Array): string | null {
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).replaceAll('\r\n', '\n');
  } catch {
    return null;
  }
}
