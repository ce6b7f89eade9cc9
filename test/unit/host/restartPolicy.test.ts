import { describe, expect, it } from 'vitest';
import { RestartPolicy, type AfterCrash } from '../../../src/host/restartPolicy.ts';

/** What the policy says at each of these times, ms. */
function crashes(times: readonly number[]): AfterCrash[] {
  let policy = new RestartPolicy();
  return times.map((at) => {
    const after = policy.next(at);
    if (after.kind === 'retry') policy = after.policy;
    return after;
  });
}

describe('RestartPolicy', () => {
  it('waits 0, 250, 1,000 and 4,000 ms, and gives up at the fifth crash in three minutes', () => {
    expect(crashes([0, 1, 2, 3, 4]).map((after) => (after.kind === 'retry' ? after.inMs : after))).toEqual([0, 250, 1000, 4000, { kind: 'disable', crashes: 5, minutes: 3 }]);
  });

  it('forgets crashes after three minutes', () => {
    const minute = 60_000;
    expect(crashes([0, minute, 2 * minute, 2.9 * minute, 3 * minute, 6 * minute]).map((after) => (after.kind === 'retry' ? after.inMs : -1))).toEqual([0, 250, 1000, 4000, 4000, 0]);
  });

  it('is a value: asking changes nothing, and reset forgets', () => {
    const policy = new RestartPolicy([0, 1, 2, 3]);
    expect(policy.next(4).kind).toBe('disable');
    expect(policy.next(4).kind).toBe('disable');
    expect(policy.reset().next(4)).toMatchObject({ kind: 'retry', inMs: 0 });
  });
});
