import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { failures } from '../../base/errors.ts';
import { parseExclusions } from '../../evaluation/data/exclusions.ts';
import { changed, defaultPolicy } from '../../evaluation/policy.ts';
import { markdownOf } from '../../evaluation/report/markdown.ts';
import { writeReport } from '../../evaluation/report/writeReport.ts';
import { nameOf, sha256Of } from '../../evaluation/run/settings.ts';
import type { Runnable } from '../../evaluation/run/study.ts';
import type { StudyWish } from '../../evaluation/studies/studies.ts';
import type { Swept } from '../../evaluation/studies/sweep.ts';
import { pickMember } from '../arguments/members.ts';
import { tellWorkspace, workspaceDocuments, type WorkspaceDocument } from '../documents/workspace.ts';
import { namedPack, type PackName } from '../pack/namedPack.ts';
import { withPack, type Pack } from '../pack/pack.ts';
import { progressBar } from '../shell/progress.ts';
import type { ExitCode, Run } from '../shell/run.ts';

export interface EvaluationFlags {
  readonly data: string;
  readonly sample: number;
  readonly seed: number;
  readonly promptBytes: number;
  readonly exclude?: string;
  readonly pack?: PackName;
  readonly only?: readonly string[];
  readonly set?: Readonly<Record<string, string>>;
  readonly vary?: Swept;
  readonly exact: boolean;
  readonly expect?: Readonly<Record<string, string>>;
  readonly resamples: number;
  readonly out?: string;
  /** Folder whose files take part. */
  readonly workspace?: string;
}

/** Runs a study with one engine, goes on where an earlier run with the same settings stopped, and writes its report. `documents` are the workspace's, when they were read already. */
export async function evaluate(
  run: Run, name: string, prepare: (wish: StudyWish) => Promise<Runnable>, flags: EvaluationFlags, documents: readonly WorkspaceDocument[] | null = null,
): Promise<ExitCode> {
  const exclusions = flags.exclude === undefined ? '' : await readExclusions(flags.exclude);
  const known = documents ?? (flags.workspace === undefined ? null : await workspaceDocuments(flags.workspace));
  await withPack(run, async (pack) => {
    if (known !== null && flags.workspace !== undefined) await tellWorkspace(pack.engine, known, run.signal);
    const members = flags.only === undefined ? pack.ids : flags.only.map((wanted) => pickMember(pack.ids, wanted));
    const policy = changed({ ...defaultPolicy, ...chosen(run, pack) }, flags.set ?? {});
    const { data, sample, seed, promptBytes, exact, vary: swept = {} } = flags;
    const expected = Object.fromEntries(Object.entries(flags.expect ?? {}).map(([domain, member]) => [domain, pickMember(pack.ids, member)]));
    const study = await prepare({ data, sampling: { sample, seed, promptBytes, excluded: parseExclusions(exclusions) }, policy, members, exact, expected, swept, workspace: flags.workspace !== undefined });
    const settings = { study: name, data: basename(data), sample, seed, promptBytes, exclusions: nameOf({ exclusions }), policy, exact, expected, ...(flags.vary === undefined ? {} : { swept }), ...(known === null ? {} : { workspace: flags.workspace !== undefined, files: nameOf({ known }) }), models: await modelsOf(run, pack, members) };
    const folder = flags.out ?? join('packllm-eval', `${name}-${nameOf(settings)}`);
    await measure(run, pack, study, { folder, settings, seed, resamples: flags.resamples });
  }, () => namedPack(run, flags.pack));
  return 0;
}

interface Place {
  readonly folder: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly seed: number;
  readonly resamples: number;
}

async function measure({ terminal, clock, signal }: Run, { engine }: Pack, study: Runnable, { folder, settings, seed, resamples }: Place): Promise<void> {
  const progress = progressBar(terminal.progressStream, clock);
  try {
    const plan = { folder, settings, resampling: { seed, resamples }, onProgress: (done: number, item: string) => progress.update(done, item) };
    const report = await study.run(plan, engine, signal);
    const facts = { 'Items': String(study.items.length), 'Seed': String(seed), 'Bootstrap resamples': String(resamples), 'Settings': JSON.stringify(settings) };
    await writeReport(folder, report, facts);
    if (terminal.json) terminal.printJson({ folder, facts, ...report });
    else terminal.print(markdownOf(report, { Items: facts.Items, Seed: facts.Seed }, (section) => join(folder, `chart-${section + 1}.svg`)));
    terminal.note(`The report is in ${folder}: report.html, report.md and report.json.`);
  } catch (thrown) {
    if (signal.aborted) terminal.note(`The results so far are in ${folder}; the same command goes on from there.`);
    throw thrown;
  } finally {
    progress.dispose();
  }
}

function chosen({ flags }: Run, { weighting }: Pack): Pick<typeof defaultPolicy, 'weighting' | 'decoding' | 'pooling' | 'alignment'> {
  return { weighting: { ...weighting, useLearnt: false }, decoding: flags.decoding, pooling: flags.pooling, alignment: flags.alignment };
}

/** The files that results belong to, by their content. */
async function modelsOf({ signal }: Run, { choice }: Pack, members: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const files = choice.members.filter(({ id }) => members.includes(id));
  return Object.fromEntries(await Promise.all(files.map(async ({ id, path }) => [id, (await sha256Of(path, signal)).slice(0, 16)] as const)));
}

async function readExclusions(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    throw failures.documentUnreadable(path, 'cannot be read');
  }
}
