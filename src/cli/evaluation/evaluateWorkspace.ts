import { failures } from '../../base/errors.ts';
import { inEnglish } from '../../base/translate.ts';
import { runnable } from '../../evaluation/run/study.ts';
import { lineStudy } from '../../evaluation/workspace/lineStudy.ts';
import { maskedLines } from '../../evaluation/workspace/maskedLines.ts';
import { workspaceDocuments } from '../documents/workspace.ts';
import type { ExitCode, Run } from '../shell/run.ts';
import { evaluate, type EvaluationFlags } from './evaluate.ts';

export interface WorkspaceFlags extends Omit<EvaluationFlags, 'data' | 'promptBytes' | 'exact' | 'workspace'> {
  /** Whether the folder's files take part as a member. */
  readonly workspace: boolean;
}

/** Measures the pack and its members on masked lines of a folder's files. */
export async function evaluateWorkspace(run: Run, folder: string, { workspace, ...flags }: WorkspaceFlags): Promise<ExitCode> {
  const documents = await workspaceDocuments(folder);
  const texts = new Map(documents.map(({ id, text }) => [id, text]));
  const lines = await maskedLines(documents, ({ id }) => Promise.resolve(texts.get(id) ?? null), flags);
  if (lines.length === 0) throw failures.documentUnreadable(folder, 'holds no lines to measure: it must have text files that people write, code or Markdown');
  // The prompts are the editor's own.
  const own = { data: folder, promptBytes: 0, exact: false, ...(workspace ? { workspace: folder } : {}) };
  return evaluate(run, 'workspace', ({ policy, members }) => Promise.resolve(runnable(lineStudy(lines, { policy, members, workspace }, inEnglish))), { ...flags, ...own }, documents);
}
