import type { MeasuredPolicy } from '../../protocol/measure.ts';
import type { Cell, Report } from '../report/report.ts';
import { bootstrap, type Resampling } from '../statistics/bootstrap.ts';
import type { Variant } from './contextStudy.ts';
import { difference, differenceInPercent, hindsightOf, ofPolicy, perByte, type Strata } from './tally.ts';

type Weighting = MeasuredPolicy['weighting'];
type Decoding = Pick<MeasuredPolicy, 'decoding' | 'pooling' | 'alignment'>;

/** Exhaustive search takes as many members as its grid can. */
const mostForExhaustive = 4;

const rules: Readonly<Record<string, Partial<Weighting>>> = {
  'mixture': { method: 'mixture' },
  'sim, per token': { method: 'sim', loss: 'per-token' },
  'sim, per byte': { method: 'sim', loss: 'per-byte' },
  'opt': { method: 'opt' },
  'exhaustive': { method: 'exhaustive' },
  'uniform': { method: 'uniform' },
  'top1': { method: 'top1' },
};

const decodings: Readonly<Record<string, Decoding>> = {
  'bytes, linear': { decoding: 'bytes', pooling: 'linear', alignment: 'bytes' },
  'bytes, log-linear': { decoding: 'bytes', pooling: 'log-linear', alignment: 'bytes' },
  'tokens': { decoding: 'tokens', pooling: 'linear', alignment: 'bytes' },
  'tokens, paper': { decoding: 'tokens', pooling: 'linear', alignment: 'paper' },
};

/** Every weighting with every way of decoding; token-level fusion keeps all members, as published. The first is the product's own. */
export function everyMethod(policy: MeasuredPolicy, members: number): readonly Variant[] {
  return Object.entries(decodings).flatMap(([decodingName, decoding]) => Object.entries(rules)
    .filter(([, { method }]) => method !== 'exhaustive' || members <= mostForExhaustive)
    .map(([rule, changes]) => ({
      name: `${rule} · ${decodingName}`,
      policy: { ...policy, ...decoding, weighting: { ...policy.weighting, ...changes, ...(decoding.decoding === 'tokens' ? { minimumWeight: 0 } : {}) } },
    })));
}

/** Bits per byte of each method by domain, against the best single member in hindsight and against the first method. */
export function methodsReport(variants: readonly string[]): (strata: Strata, resampling: Resampling) => Report {
  return (strata, resampling) => {
    const hindsight = hindsightOf(strata);
    const domains = strata.map((contexts) => contexts[0]?.domain ?? '');
    const rows = variants.map((name, policy) => ({
      name,
      all: perByte(strata, ofPolicy(policy)),
      byDomain: strata.map((contexts) => perByte([contexts], ofPolicy(policy))),
      percent: bootstrap(strata, differenceInPercent(ofPolicy(policy), hindsight), resampling),
      behind: policy === 0 ? null : bootstrap(strata, difference(ofPolicy(policy), ofPolicy(0)), resampling),
    }));
    const impossible = variants.map((_, policy) => strata.flat().reduce((sum, { result }) => sum + (result.policies[policy]?.impossible ?? 0), 0));
    return {
      title: 'Weightings and ways of decoding',
      sections: [{
        title: 'Bits per byte by method',
        text: [
          `Bits per byte of the true text over ${strata.flat().length} contexts. Of the first and the last token of a text the share that the true bytes leave open counts, so that tokens and bytes compare.`,
          'Bytes that a method calls impossible count 40 bits each; the last column says how many there were.',
        ],
        table: {
          columns: ['method', ...domains, 'all', 'against the best single, %', `behind ${variants[0] ?? ''}, bits/byte`, 'impossible'],
          digits: 3,
          rows: [
            ['best single member in hindsight', ...strata.map((contexts): Cell => perByte([contexts], hindsight)), perByte(strata, hindsight), null, null, null],
            ...rows.map(({ name, all, byDomain, percent, behind }, index): Cell[] => [name, ...byDomain, all, percent, behind, impossible[index] ?? 0]),
          ],
        },
        chart: { kind: 'bars', title: 'Bits per byte against the best single member', unit: '%', bars: rows.map(({ name, percent }) => ({ label: name, interval: percent })) },
      }],
    };
  };
}
