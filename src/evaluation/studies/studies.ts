import { resolve } from 'node:path';
import { coverPolicies } from '../../fusion/distribution/precision.ts';
import type { MeasuredPolicy } from '../../protocol/measure.ts';
import { defaults } from '../../protocol/settings.ts';
import { readContexts, type Sampling } from '../data/contexts.ts';
import { readFimTasks } from '../data/fimTasks.ts';
import type { Report } from '../report/report.ts';
import { runnable, type Runnable } from '../run/study.ts';
import type { Resampling } from '../statistics/bootstrap.ts';
import { alignStudy } from './align.ts';
import { bitsReport } from './bits.ts';
import { contextStudy, type Variant } from './contextStudy.ts';
import { correlationReport, promptLengths, promptTypes } from './correlation.ts';
import { fimStudy } from './fim.ts';
import { greedyStudy } from './greedy.ts';
import { everyMethod, methodsReport } from './methods.ts';
import { speedStudy } from './speed.ts';
import { onePolicyPerValue, sweepReport, type Swept } from './sweep.ts';
import type { Strata } from './tally.ts';
import { rankingMethods, weightsReport } from './weights.ts';

/** What a study is told. */
export interface StudyWish {
  /** Folder or JSONL file with what is measured. */
  readonly data: string;
  readonly sampling: Sampling;
  readonly policy: MeasuredPolicy;
  /** Ids of the members that take part. */
  readonly members: readonly string[];
  /** Whether a variant at the highest precision is measured too. */
  readonly exact: boolean;
  /** The member that should be the strongest, by domain. */
  readonly expected: Readonly<Record<string, string>>;
  /** What `sweep` tries. */
  readonly swept: Swept;
  /** Whether `bits` and `fim` also measure the pack with the workspace that the engine knows. */
  readonly workspace: boolean;
}

async function onContexts({ data, sampling, members }: StudyWish, variants: readonly Variant[], summary: (names: readonly string[]) => (strata: Strata, resampling: Resampling) => Report): Promise<Runnable> {
  return runnable(contextStudy(await readContexts(data, sampling), variants, members, summary(variants.map(({ name }) => name))));
}

function bits(wish: StudyWish): Promise<Runnable> {
  const { policy, exact, workspace } = wish;
  const variants: Variant[] = [
    { name: 'cold start', policy },
    { name: 'learning', policy: { ...policy, learning: defaults.learning } },
    ...(workspace ? [{ name: 'with the workspace', policy, workspace }] : []),
    ...(exact ? [{ name: 'exact', policy: { ...policy, precision: coverPolicies.exact } }] : []),
  ];
  return onContexts(wish, variants, (names) => bitsReport(names, exact ? names.length - 1 : null));
}

async function correlation({ data, sampling, members }: StudyWish): Promise<Runnable> {
  const contexts = await readContexts(data, { ...sampling, promptBytes: Math.max(...promptLengths) });
  return runnable(contextStudy(promptTypes(contexts), [], members, correlationReport));
}

/** All studies by name. Each rejects with `document-unreadable` where its data cannot be used. */
export const studies = {
  bits: { about: 'bits per byte of held-out text, against every member, the best one in hindsight and the one picked by prompt', prepare: bits },
  fim: {
    about: 'one-line holes in files: exact match, edit similarity, and how well confidence tells which lines are right',
    prepare: async ({ data, sampling, policy, members, workspace }: StudyWish) =>
      runnable(fimStudy((await readFimTasks(data, sampling)).map((task) => ({ ...task, document: resolve(data) })), { policy, members, workspace })),
  },
  weights: {
    about: 'whether the heaviest member is the strongest one',
    prepare: (wish: StudyWish) => onContexts(wish, rankingMethods(wish.policy), (names) => weightsReport(names, wish.expected)),
  },
  methods: {
    about: 'every weighting with every way of decoding',
    prepare: (wish: StudyWish) => onContexts(wish, everyMethod(wish.policy, wish.members.length), methodsReport),
  },
  sweep: {
    about: 'one value of the policy after the other (--vary), the rest as it is: for choosing defaults, on data kept for that',
    prepare: (wish: StudyWish) => onContexts(wish, onePolicyPerValue(wish.policy, wish.swept), sweepReport),
  },
  align: {
    about: 'how vocabularies map to each other, and what that does to fused predictions',
    prepare: async ({ data, sampling, policy, members }: StudyWish) => runnable(alignStudy(await readContexts(data, sampling), policy, members)),
  },
  correlation: { about: 'whether a member that reads the prompt well predicts well what follows', prepare: correlation },
  greedy: {
    about: 'the greedy search of opt against the whole grid, for 2 to 4 members',
    prepare: async ({ data, sampling, policy, members }: StudyWish) => runnable(greedyStudy(await readContexts(data, sampling), policy, members)),
  },
  speed: {
    about: 'greedy text of the pack and of each member alone, side by side',
    prepare: async ({ data, sampling, policy, members }: StudyWish) => runnable(speedStudy(await readContexts(data, sampling), policy, members)),
  },
} as const satisfies Readonly<Record<string, { readonly about: string; readonly prepare: (wish: StudyWish) => Promise<Runnable> }>>;
