import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MemberCosts } from '../../../../src/editor/members/memberCosts.ts';
import { reportOf } from '../support/scriptedEngine.ts';

const [shape] = reportOf('x').members;

/** After one request in which each of these took so long for one token, with such a weight. */
function measured(members: readonly { readonly id: string; readonly ms: number; readonly weight: number }[]): MemberCosts {
  return MemberCosts.none.next({ members: members.map((member) => ({ ...shape!, ...member, tokensEvaluated: 1 })) }, 'python');
}

test('members are ranked by their weight for their time, and keep the place that they have while they are not measured', () => {
  const costs = measured([{ id: 'slow', ms: 10, weight: 0.5 }, { id: 'fast', ms: 1, weight: 0.3 }, { id: 'useless', ms: 1, weight: 0.01 }]);
  expect(costs.byWorth(['useless', 'new', 'slow', 'fast'], 'python')).toEqual(['fast', 'new', 'slow', 'useless']);
});

test('whichever are measured, those are in order, the others in place, and nobody is lost', () => {
  const member = fc.record({ ms: fc.double({ min: 0.1, max: 100, noNaN: true }), weight: fc.double({ min: 0, max: 1, noNaN: true }), known: fc.boolean() });
  fc.assert(fc.property(fc.array(member, { maxLength: 8 }), (drawn) => {
    const members = drawn.map((one, index) => ({ ...one, id: `m${index}` }));
    const ids = members.map(({ id }) => id);
    const known = members.filter((one) => one.known);
    const ranked = measured(known).byWorth(ids, 'python');
    expect([...ranked].sort()).toEqual([...ids].sort());
    members.forEach(({ id, known: isKnown }, place) => {
      if (!isKnown) expect(ranked[place]).toBe(id);
    });
    const worths = ranked.flatMap((id) => known.filter((one) => one.id === id)).map(({ ms, weight }) => weight / ms);
    worths.slice(1).forEach((worth, index) => expect(worth).toBeLessThanOrEqual(worths[index]! * (1 + 1e-9)));
  }));
});
