import * as v from 'valibot';
import { failures } from '../base/errors.ts';
import { MeasuredPolicy } from '../protocol/measure.ts';
import { defaults } from '../protocol/settings.ts';

/** What the product does by default, before it has learnt anything. */
export const defaultPolicy: MeasuredPolicy = {
  weighting: { ...defaults.weighting, useLearnt: false },
  decoding: defaults.decoding, pooling: defaults.pooling, alignment: defaults.alignment,
  precision: {}, prior: null, learning: null,
};

/** A policy with some values changed, `windowBytes=300`: fields of the weighting, of `precision.`, of `learning.` or of the policy. @throws PackError `bad-request`. */
export function changed(policy: MeasuredPolicy, changes: Readonly<Record<string, string>>): MeasuredPolicy {
  const weighting: Record<string, unknown> = { ...policy.weighting };
  const precision: Record<string, unknown> = { ...policy.precision };
  const learning: Record<string, unknown> = { ...(policy.learning ?? defaults.learning) };
  const own: Record<string, unknown> = {};
  for (const [key, text] of Object.entries(changes)) {
    const value: unknown = /^-?[\d.]+(?:e-?\d+)?$/iu.test(text) ? Number(text) : text === 'true' || text === 'false' ? text === 'true' : text;
    if (Object.hasOwn(weighting, key)) weighting[key] = value;
    else if (key.startsWith('precision.')) precision[key.slice('precision.'.length)] = value;
    else if (key.startsWith('learning.')) own['learning'] = Object.assign(learning, { [key.slice('learning.'.length)]: value });
    else own[key] = value;
  }
  const whole = { ...policy, ...own, weighting, precision };
  const result = v.safeParse(v.strictObject(MeasuredPolicy.entries), whole);
  if (!result.success) throw failures.badRequest(`the policy does not allow ${Object.entries(changes).map(([key, text]) => `${key}=${text}`).join(', ')} (${v.summarize(result.issues).split('\n')[0] ?? ''})`);
  return result.output;
}
