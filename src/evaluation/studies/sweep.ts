import type { MeasuredPolicy } from '../../protocol/measure.ts';
import { changed } from '../policy.ts';
import type { Cell, Report, Section } from '../report/report.ts';
import { bootstrap, type Resampling } from '../statistics/bootstrap.ts';
import type { Variant } from './contextStudy.ts';
import { difference, ofPolicy, perByte, type Strata } from './tally.ts';

/** Values to try of each field of a policy, `{ windowBytes: ['150', '300'] }`. */
export type Swept = Readonly<Record<string, readonly string[]>>;

/** The policy itself, and then with one field at a time changed. @throws PackError `bad-request` */
export function onePolicyPerValue(policy: MeasuredPolicy, swept: Swept): readonly Variant[] {
  const variants = Object.entries(swept).flatMap(([key, values]) => values.map((value) => ({ name: `${key}=${value}`, policy: changed(policy, { [key]: value }) })));
  return [{ name: 'as it is', policy }, ...variants];
}

/** How bits per byte depend on each field of a policy, the others as they are. */
export function sweepReport(variants: readonly string[]): (strata: Strata, resampling: Resampling) => Report {
  const tried = variants.map((name, index) => ({ name, index })).slice(1);
  const fieldOf = ({ name }: { readonly name: string }): string => name.split('=')[0] ?? '';
  const fields = [...new Set(tried.map(fieldOf))];
  return (strata, resampling) => ({
    title: 'Bits per byte by policy',
    sections: fields.map((field) => fieldSection(field, tried.filter((one) => fieldOf(one) === field), strata, resampling)),
  });
}

function fieldSection(field: string, members: readonly { readonly name: string; readonly index: number }[], strata: Strata, resampling: Resampling): Section {
  const rows = members.map(({ name, index }) => ({ name, index, against: bootstrap(strata, difference(ofPolicy(index), ofPolicy(0)), resampling) }));
  return {
    title: field,
    text: [`Over ${strata.flat().length} contexts; the difference to the policy as it is, below zero is better.`],
    table: {
      columns: [field, ...strata.map((contexts) => contexts[0]?.domain ?? ''), 'all', 'difference, bits/byte'],
      digits: 4,
      rows: [
        ['as it is', ...strata.map((contexts): Cell => perByte([contexts], ofPolicy(0))), perByte(strata, ofPolicy(0)), null],
        ...rows.map(({ name, index, against }): Cell[] => [name.slice(field.length + 1), ...strata.map((contexts) => perByte([contexts], ofPolicy(index))), perByte(strata, ofPolicy(index)), against]),
      ],
    },
    chart: { kind: 'bars', title: `Bits per byte by ${field}, against the policy as it is`, unit: 'bits/byte', bars: rows.map(({ name, against }) => ({ label: name, interval: against })) },
  };
}
