import type { MeasuredPolicy, MeasureReport as Result } from '../../protocol/measure.ts';
import { MeasureReport } from '../../protocol/measure.ts';
import type { Context } from '../data/context.ts';
import type { Cell, Report } from '../report/report.ts';
import type { Study } from '../run/study.ts';
import { bootstrap, type Resampling } from '../statistics/bootstrap.ts';
import { difference, ofPolicy, perByte, type Measured } from './tally.ts';

/** opt against the search of the whole grid, in the first 2, 3 and 4 members. */
export function greedyStudy(contexts: readonly Context[], policy: MeasuredPolicy, members: readonly string[]): Study<Result> {
  const sizes = [2, 3, 4].filter((size) => size <= members.length);
  const items = sizes.flatMap((size) => contexts.map((context) => ({ id: `${size} ${context.id}`, size, context })));
  const byId = new Map(items.map((item) => [item.id, item]));
  const of = (method: 'opt' | 'exhaustive', earlyStop: boolean): MeasuredPolicy =>
    ({ ...policy, decoding: 'tokens', weighting: { ...policy.weighting, method, earlyStop, minimumWeight: 0 } });
  const policies = [of('exhaustive', false), of('opt', true), of('opt', false)];
  return {
    items: items.map(({ id }) => id),
    outcome: MeasureReport,
    measure(item, _, subject, signal) {
      const { context, size } = byId.get(item) ?? {};
      return subject.ask('measure', {
        before: context?.before ?? '', after: context?.after ?? '', continuation: context?.continuation ?? '', policies, only: members.slice(0, size),
      }, { signal });
    },
    report: (results, resampling) => greedyReport(sizes.map((size) => ({
      size, contexts: [...results].filter(([id]) => byId.get(id)?.size === size).map(([, result]) => ({ domain: '', result })),
    })), resampling),
  };
}

const searches = [{ name: 'opt, stopping early', policy: 1 }, { name: 'opt, not stopping', policy: 2 }] as const;
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

function greedyReport(groups: readonly { readonly size: number; readonly contexts: readonly Measured[] }[], resampling: Resampling): Report {
  const gap = ({ result }: Measured, policy: number): number => (result.policies[policy]?.objective ?? NaN) - (result.policies[0]?.objective ?? NaN);
  const timeOf = (contexts: readonly Measured[], policy: number): number => median(contexts.map(({ result }) => result.policies[policy]?.weightsMs ?? NaN));
  return {
    title: 'Greedy search against the whole grid',
    sections: [{
      title: 'opt and exhaustive',
      text: ['Objective: fused loss of the prompt, nats per row. Same: contexts in which the greedy search reaches the grid\'s best point, to 1e-9. Bits per byte: of the continuation, tokens fused with the weights found. Times: medians of the search alone.'],
      table: {
        columns: ['members', 'search', 'contexts', 'objective above the best, nats', 'same, %', 'bits/byte', 'bits/byte above exhaustive', 'search, ms', 'exhaustive, ms'],
        digits: 4,
        rows: groups.flatMap(({ size, contexts }) => searches.map(({ name, policy }): Cell[] => {
          const usable = contexts.filter((one) => Number.isFinite(gap(one, policy)) && one.result.policies.every(({ bits }) => bits !== null));
          return [
            size, name, usable.length,
            bootstrap([usable], ([some]) => (some ?? []).reduce((sum, one) => sum + gap(one, policy), 0) / (some?.length ?? 1), resampling),
            (100 * usable.filter((one) => gap(one, policy) <= 1e-9).length) / usable.length,
            perByte([usable], ofPolicy(policy)),
            bootstrap([usable], difference(ofPolicy(policy), ofPolicy(0)), resampling),
            timeOf(usable, policy), timeOf(usable, 0),
          ];
        })),
      },
      chart: null,
    }],
  };
}
