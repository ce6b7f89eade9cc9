import type { MeasuredPolicy } from '../../protocol/measure.ts';
import { defaults } from '../../protocol/settings.ts';
import { readContexts, type Sampling } from '../data/contexts.ts';
import { exactPrecision } from '../policy.ts';
import { runnable, type Runnable } from '../run/study.ts';
import { bitsReport } from './bits.ts';
import { contextStudy, type Variant } from './contextStudy.ts';

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
}

async function bits({ data, sampling, policy, members, exact }: StudyWish): Promise<Runnable> {
  const variants: Variant[] = [
    { name: 'cold start', policy },
    { name: 'learning', policy: { ...policy, learning: defaults.learning } },
    ...(exact ? [{ name: 'exact', policy: { ...policy, precision: exactPrecision } }] : []),
  ];
  return runnable(contextStudy(await readContexts(data, sampling), variants, members, bitsReport(variants.map(({ name }) => name), exact ? 2 : null)));
}

/** All studies by name. Each rejects with `document-unreadable` where its data cannot be used. */
export const studies = {
  bits: { about: 'bits per byte of held-out text, against every member, the best one in hindsight and the one picked by prompt', prepare: bits },
} as const satisfies Readonly<Record<string, { readonly about: string; readonly prepare: (wish: StudyWish) => Promise<Runnable> }>>;
