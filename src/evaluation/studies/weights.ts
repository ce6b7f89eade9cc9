import type { MeasuredPolicy } from '../../protocol/measure.ts';
import type { Cell, Report, Section } from '../report/report.ts';
import { bootstrap, type Interval, type Resampling } from '../statistics/bootstrap.ts';
import { spearman } from '../statistics/ranks.ts';
import type { Variant } from './contextStudy.ts';
import { bestInHindsight, meanOf, ofMember, perByte, type Measured, type Strata } from './tally.ts';

/** The weightings that rank members, the product's own first. */
export function rankingMethods(policy: MeasuredPolicy): readonly Variant[] {
  const of = (name: string, changes: Partial<MeasuredPolicy['weighting']>): Variant => ({ name, policy: { ...policy, weighting: { ...policy.weighting, minimumWeight: 0, ...changes } } });
  return [
    of('mixture', { method: 'mixture' }), of('sim, per token', { method: 'sim', loss: 'per-token' }), of('sim, per byte', { method: 'sim', loss: 'per-byte' }),
    of('opt', { method: 'opt' }), of('top1', { method: 'top1' }),
  ];
}

const heaviest = (one: Measured, policy: number): number => {
  const weights = one.result.policies[policy]?.weights ?? [];
  return weights.indexOf(Math.max(...weights));
};

function bestOn({ result: { members } }: Measured): number {
  const bits = members.map((member) => member.bits ?? Infinity);
  return bits.indexOf(Math.min(...bits));
}

/** Do the weights find the strongest member? `expected` names it by domain; where it does not, the best in hindsight stands for it. */
export function weightsReport(variants: readonly string[], expected: Readonly<Record<string, string>>): (strata: Strata, resampling: Resampling) => Report {
  return (strata, resampling) => {
    const ids = strata[0]?.[0]?.result.members.map(({ id }) => id) ?? [];
    const strongest = (contexts: readonly Measured[]): number => {
      const named = ids.indexOf(expected[contexts[0]?.domain ?? ''] ?? '');
      return named >= 0 ? named : bestInHindsight(contexts);
    };
    const target = new Map(strata.map((contexts) => [contexts[0]?.domain ?? '', strongest(contexts)]));
    const share = (policy: number, right: (one: Measured) => number): Interval =>
      bootstrap(strata, (some) => (100 * some.flat().filter((one) => heaviest(one, policy) === right(one)).length) / some.flat().length, resampling);
    const ranking: Section = {
      title: 'How often the heaviest member is the right one',
      text: ['Strongest: the member expected for the domain, or the best of the domain in hindsight. Best here: the member with the fewest bits on this very continuation. Correlation: Spearman\'s, between weight and bits per byte of the continuation over members and contexts, sign turned.'],
      table: {
        columns: ['weighting', 'is the strongest, %', 'is the best here, %', 'correlation'],
        digits: 2,
        rows: variants.map((name, policy) => [
          name,
          share(policy, (one) => target.get(one.domain) ?? 0),
          share(policy, bestOn),
          bootstrap(strata, (some) => spearman(some.flat().flatMap(({ result }) => result.members.map(({ bits }, k): [number, number] =>
            [result.policies[policy]?.weights[k] ?? 0, -(bits ?? 0) / result.bytes]))), { ...resampling, resamples: Math.min(1000, resampling.resamples) }),
        ]),
      },
      chart: null,
    };
    const means: Section[] = variants.map((name, policy) => ({
      title: `Mean weights, ${name}`,
      text: [],
      table: {
        columns: ['domain', 'strongest', ...ids],
        digits: 3,
        rows: strata.map((contexts): Cell[] => [contexts[0]?.domain ?? '', ids[strongest(contexts)] ?? '', ...ids.map((_, k) => meanOf(contexts, policy, ({ weights }) => weights[k] ?? 0))]),
      },
      chart: null,
    }));
    const known: Section = {
      title: 'Known strengths',
      text: ['Bits per byte of each member on the continuations.'],
      table: { columns: ['domain', ...ids], digits: 3, rows: strata.map((contexts): Cell[] => [contexts[0]?.domain ?? '', ...ids.map((_, k) => perByte([contexts], ofMember(k)))]) },
      chart: null,
    };
    return { title: 'Weights against known strengths', sections: [ranking, known, ...means] };
  };
}
