import { workspaceMemberId } from '../../base/workspaceMemberId.ts';
import { MeasureReport, type GivenPrior, type MeasuredPolicy } from '../../protocol/measure.ts';
import type { Context } from '../data/context.ts';
import type { Report } from '../report/report.ts';
import type { Study, Subject } from '../run/study.ts';
import type { Resampling } from '../statistics/bootstrap.ts';
import type { Measured, Strata } from './tally.ts';

/** A way of fusing under a name. */
export interface Variant {
  readonly name: string;
  readonly policy: MeasuredPolicy;
  /** Whether the workspace takes part, too. */
  readonly workspace?: boolean;
}

/** A place whose continuation is known. */
export interface Place extends Pick<Context, 'before' | 'after' | 'continuation'> {
  /** Names the document where the workspace is known to the engine. */
  readonly document?: string;
}

/** Measures the variants at one place: those without the workspace together, and those with it, which is then the last member. Policies are in the order of the variants. */
export async function measurePlace(subject: Subject, { before, after, continuation, document }: Place, variants: readonly Variant[], only: readonly string[] | null, signal: AbortSignal): Promise<MeasureReport> {
  const request = { before, after, continuation };
  const policiesOf = (workspace: boolean): MeasuredPolicy[] => variants.filter((variant) => (variant.workspace ?? false) === workspace).map(({ policy }) => policy);
  const models = await subject.ask('measure', { ...request, policies: policiesOf(false), ...(only === null ? {} : { only: [...only] }) }, { signal });
  const helped = policiesOf(true);
  if (helped.length === 0) return models;
  const whole = await subject.ask('measure', {
    ...request, policies: helped, ...(document === undefined ? {} : { document }), ...(only === null ? {} : { only: [...only, workspaceMemberId] }),
  }, { signal });
  const [alone, together] = [models.policies.values(), whole.policies.values()];
  return { ...whole, policies: variants.flatMap(({ workspace = false }) => (workspace ? together : alone).next().value ?? []) };
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
      const context = byId.get(item) ?? { before: '', after: '', continuation: '', domain: '' };
      const sameDomain = [...earlier].filter(([id]) => byId.get(id)?.domain === context.domain).map(([, result]) => result);
      return measurePlace(subject, context, variants.map((variant, index) => ({ ...variant, policy: informed(variant.policy, index, sameDomain) })), only, signal);
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
