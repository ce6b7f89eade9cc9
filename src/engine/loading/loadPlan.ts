import { stat } from 'node:fs/promises';
import { asPackError, failures, type Failure } from '../../base/errors.ts';
import { checkGguf, type GgufSummary } from '../../models/checkGguf.ts';
import { memoryEstimate } from '../../models/memoryEstimate.ts';
import type { LoadRequest, MemberSpec } from '../../protocol/requests.ts';

/** A member whose file passed the header check. */
export interface PlannedMember {
  readonly spec: MemberSpec;
  readonly summary: GgufSummary;
  /** Equal for two plans exactly when the model file is the same. */
  readonly file: string;
  /** Equal for two plans exactly when a member loaded by one serves the other. */
  readonly key: string;
  /** Memory that it will take, bytes. */
  readonly estimate: number;
}

export type LeftOut = Failure & { readonly id: string; readonly path: string };

export interface LoadPlan {
  readonly members: readonly PlannedMember[];
  readonly leftOut: readonly LeftOut[];
}

export function leftOut({ id, path }: MemberSpec, thrown: unknown): LeftOut {
  return { id, path, ...asPackError(thrown).toFailure() };
}

/** Checks the header of every file, without trusting any, and keeps the members that fit `budget` bytes together, those listed first before others. */
export async function planLoad({ members, settings }: LoadRequest, budget: number): Promise<LoadPlan> {
  const ids = new Set(members.map(({ id }) => id));
  if (ids.size < members.length) throw failures.badRequest('two members have the same id');
  const checked = await Promise.all(members.map(async (spec): Promise<PlannedMember | LeftOut> => {
    try {
      const summary = await checkGguf(spec.path);
      const { mtimeMs } = await stat(spec.path);
      const contextSize = Math.min(settings.contextSize, spec.window ?? Infinity, summary.contextLength);
      const file = JSON.stringify([spec.path, summary.bytes, mtimeMs]);
      const key = JSON.stringify([spec.id, file, contextSize, settings.gpu]);
      return { spec, summary, file, key, estimate: memoryEstimate(summary, contextSize) };
    } catch (thrown) {
      return leftOut(spec, thrown);
    }
  }));
  const plan: { members: PlannedMember[]; leftOut: LeftOut[] } = { members: [], leftOut: [] };
  let left = budget;
  for (const member of checked) {
    if ('code' in member) plan.leftOut.push(member);
    else if (member.estimate > left) plan.leftOut.push(leftOut(member.spec, failures.overBudget(member.spec.id, member.estimate, left)));
    else {
      plan.members.push(member);
      left -= member.estimate;
    }
  }
  return plan;
}
