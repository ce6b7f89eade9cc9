import { editSimilarity, isExact, type Written } from '../studies/fimOutcome.ts';
import type { LineOutcome } from './lineOutcome.ts';

/** What one writer made of one line. */
export interface Figure {
  /** 1 when it wrote the line exactly, else 0. */
  readonly exact: number;
  /** Edit similarity, in [0, 1]. */
  readonly similarity: number;
  /** Of the true text; null without a figure. */
  readonly bits: number | null;
  /** Writing it, ms. */
  readonly ms: number;
}

/** Who writes: the pack as it completes, its models without the workspace, or one of them alone. Figures are in the order of the lines. */
export interface Contender {
  readonly kind: 'pack' | 'models' | 'member';
  /** Id of a member; '' else. */
  readonly id: string;
  readonly figures: readonly Figure[];
}

/** The pack first; the models without the workspace only where it took part. */
export function contendersOf(outcomes: readonly LineOutcome[]): readonly [Contender, ...(readonly Contender[])] {
  const of = (kind: Contender['kind'], id: string, written: (one: LineOutcome) => Written, bits: (of: NonNullable<LineOutcome['bits']>) => number): Contender =>
    ({ kind, id, figures: outcomes.map((one) => figureOf(one, written(one), one.bits === null ? null : bits(one.bits))) });
  const [first] = outcomes;
  const helped = first?.line.withWorkspace !== undefined;
  return [
    of('pack', '', ({ line }) => line.withWorkspace ?? line.fused, ({ pack }) => pack),
    ...(helped ? [of('models', '', ({ line }) => line.fused, ({ models }) => models)] : []),
    ...(first?.line.members ?? []).map(({ id }, k) => of('member', id, ({ line }) => line.members[k]?.written ?? line.fused, ({ members }) => members[k] ?? 0)),
  ];
}

function figureOf({ line: { target } }: LineOutcome, { text, ms }: Written, bits: number | null): Figure {
  return { exact: isExact(text, target) ? 1 : 0, similarity: editSimilarity(text, target), bits, ms };
}
