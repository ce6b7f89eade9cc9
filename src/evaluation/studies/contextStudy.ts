import { MeasureReport, type GivenPrior, type MeasuredPolicy } from '../../protocol/measure.ts';
import type { Context } from '../data/context.ts';
import type { Report } from '../report/report.ts';
import type { Study } from '../run/study.ts';
import type { Resampling } from '../statistics/bootstrap.ts';
import type { Measured, Strata } from './tally.ts';

/** A way of fusing under a name. */
export interface Variant {
  readonly name: string;
  readonly policy: MeasuredPolicy;
}

/** A policy that learns goes on from what the latest earlier context of the same domain taught. */
function informed(policy: MeasuredPolicy, index: number, earlier: readonly MeasureReport[]): MeasuredPolicy {
  if (policy.learning === null) return policy;
  const prior: GivenPrior = earlier.at(-1)?.policies[index]?.learnt ?? policy.prior;
  return { ...policy, prior };
}

/** Measures several ways of fusing on the same contexts, and sums up per domain. */
export function contextStudy(
  contexts: readonly Context[], variants: readonly Variant[], only: readonly string[] | null, summary: (strata: Strata, resampling: Resampling) => Report,
): Study<MeasureReport> {
  const byId = new Map(contexts.map((context) => [context.id, context]));
  return {
    items: contexts.map(({ id }) => id),
    outcome: MeasureReport,
    measure(item, earlier, subject, signal) {
      const { before, after, continuation, domain } = byId.get(item) ?? { before: '', after: '', continuation: '', domain: '' };
      const sameDomain = [...earlier].filter(([id]) => byId.get(id)?.domain === domain).map(([, result]) => result);
      const policies = variants.map(({ policy }, index) => informed(policy, index, sameDomain));
      return subject.ask('measure', { before, after, continuation, policies, ...(only === null ? {} : { only: [...only] }) }, { signal });
    },
    report: (results, resampling) => summary(strataOf(byId, results), resampling),
  };
}

/** Results by domain; contexts for which a member or a policy has no figure are left out. */
function strataOf(byId: ReadonlyMap<string, Context>, results: ReadonlyMap<string, MeasureReport>): Strata {
  const measured = [...results].flatMap(([id, result]): Measured[] => {
    const domain = byId.get(id)?.domain;
    const whole = [...result.members, ...result.policies].every(({ bits }) => bits !== null);
    return domain === undefined || !whole ? [] : [{ domain, result }];
  });
  const domains = [...new Set([...byId.values()].map(({ domain }) => domain))];
  return domains.map((domain) => measured.filter((one) => one.domain === domain)).filter((stratum) => stratum.length > 0);
}
