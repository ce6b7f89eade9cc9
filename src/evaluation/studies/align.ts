import * as v from 'valibot';
import { MeasureReport, type MeasuredPolicy } from '../../protocol/measure.ts';
import { AlignmentReport } from '../../protocol/reports.ts';
import type { Context } from '../data/context.ts';
import type { Cell, Report } from '../report/report.ts';
import type { Study } from '../run/study.ts';
import { bootstrap, type Resampling } from '../statistics/bootstrap.ts';
import { differenceInPercent, hindsightOf, ofPolicy, type Measured, type Strata } from './tally.ts';

const Outcome = v.object({ paper: AlignmentReport, bytes: AlignmentReport, contexts: v.array(v.object({ domain: v.string(), result: MeasureReport })) });
type Outcome = v.InferOutput<typeof Outcome>;

const arrow = ' → ';

/** How well each ordered pair of vocabularies maps by minimum edit distance, and what that does to the pair's fused predictions. */
export function alignStudy(contexts: readonly Context[], policy: MeasuredPolicy, members: readonly string[]): Study<Outcome> {
  const pairs = members.flatMap((from) => members.filter((to) => to !== from).map((to) => ({ id: `${from}${arrow}${to}`, from, to })));
  const byId = new Map(pairs.map((pair) => [pair.id, pair]));
  const text = contexts.map(({ before, continuation }) => before + continuation).join('\n').slice(0, 900_000);
  const sim = { ...policy.weighting, method: 'sim' as const, minimumWeight: 0 };
  const policies: MeasuredPolicy[] = [
    { ...policy, decoding: 'tokens', alignment: 'paper', weighting: sim }, { ...policy, decoding: 'tokens', alignment: 'bytes', weighting: sim }, { ...policy, decoding: 'bytes', weighting: sim },
  ];
  return {
    items: pairs.map(({ id }) => id),
    outcome: Outcome,
    async measure(item, earlier, subject, signal) {
      const { from, to } = byId.get(item) ?? { from: '', to: '' };
      const [paper, bytes] = [await subject.ask('align', { from, to, alignment: 'paper', examples: 5, text }, { signal }), await subject.ask('align', { from, to, alignment: 'bytes', examples: 5, text }, { signal })];
      const mirrored = earlier.get(`${to}${arrow}${from}`);
      if (mirrored !== undefined) return { paper, bytes, contexts: mirrored.contexts };
      const measured: Outcome['contexts'] = [];
      for (const { domain, before, after, continuation } of contexts) {
        measured.push({ domain, result: await subject.ask('measure', { before, after, continuation, policies, only: [from, to] }, { signal }) });
      }
      return { paper, bytes, contexts: measured };
    },
    report: (results, resampling) => alignReport(results, resampling),
  };
}

const sharePercent = (part: number, whole: number): number => (whole > 0 ? (100 * part) / whole : NaN);
const overlap = ({ paper: { exact, marker, tokens } }: Outcome): number => sharePercent(exact + marker, tokens);
const kept = ({ running }: AlignmentReport): number => sharePercent(running?.same ?? 0, running?.tokens ?? 0);

function strataOf(contexts: readonly Measured[]): Strata {
  const whole = contexts.filter(({ result }) => [...result.members, ...result.policies].every(({ bits }) => bits !== null));
  return [...new Set(whole.map(({ domain }) => domain))].map((domain) => whole.filter((one) => one.domain === domain));
}

function alignReport(results: ReadonlyMap<string, Outcome>, resampling: Resampling): Report {
  const light = { ...resampling, resamples: Math.min(2000, resampling.resamples) };
  const effect = ({ contexts }: Outcome, policy: number): Cell => {
    const strata = strataOf(contexts);
    return bootstrap(strata, differenceInPercent(ofPolicy(policy), hindsightOf(strata)), light);
  };
  return {
    title: 'Vocabulary alignment',
    sections: [{
      title: 'Accuracy, overlap and effect',
      text: [
        'Overlap: tokens of the first vocabulary with the same string in the second, word-start markers aside. Kept: of the tokens of the texts\' own tokenization, those that map to a token of the same bytes; the rest changes what the other member says. Effect: fused bits per byte of the true text (weights by sim) against the best single member of the pair in hindsight, for tokens fused with either alignment and for bytes.',
      ],
      table: {
        columns: ['pair', 'overlap, %', 'kept, paper, %', 'kept, bytes, %', 'tokens, paper, %', 'tokens, bytes, %', 'bytes, %'],
        digits: 1,
        rows: [...results].map(([pair, outcome]): Cell[] => [pair, overlap(outcome), kept(outcome.paper), kept(outcome.bytes), effect(outcome, 0), effect(outcome, 1), effect(outcome, 2)]),
      },
      chart: {
        kind: 'points', title: 'Tokens that keep their bytes against vocabulary overlap', x: 'overlap, %', y: 'kept, %',
        series: (['paper', 'bytes'] as const).map((label) => ({ label, points: [...results.values()].map((outcome): [number, number] => [overlap(outcome), kept(outcome[label])]) })),
      },
    }],
  };
}
