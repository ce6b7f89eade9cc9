import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparisonActions, comparisonHostMessage, comparisonPageMessage, type Comparison } from '../../../src/protocol/comparisonMessages.ts';
import { differences, placesOf } from '../../../src/webview/model/differences.ts';
import { scoreTable } from '../../../src/webview/model/scoreTable.ts';
import { comparison } from '../../e2e/pages/comparisonSamples.ts';

describe('messages of a comparison', () => {
  it('are dropped, never thrown at, when they are anything else', () => {
    fc.assert(fc.property(fc.anything({ withNullPrototype: true, withSparseArray: true, withBigInt: true, withMap: true }), (value) => {
      expect(comparisonPageMessage(value)).toBeNull();
      expect(comparisonHostMessage(value)).toBeNull();
    }), { numRuns: 300 });
  });

  it('from the page name an action, never a command', () => {
    for (const action of comparisonActions) expect(comparisonPageMessage({ type: 'run', action, arguments: ['x'] })).toEqual({ type: 'run', action });
    for (const action of ['workbench.action.quit', 'packllm.openReport', 'open-report', '', null]) expect(comparisonPageMessage({ type: 'run', action })).toBeNull();
  });

  it('are dropped when a valid one is damaged in one place', () => {
    const whole = comparison();
    const wrong: readonly unknown[] = [
      { ...whole, line: -1 }, { ...whole, stage: { kind: 'exploding' } }, { ...whole, weights: [{ id: 'a', share: 2 }] }, { ...whole, texts: [{ member: '', outcome: { kind: 'waiting' } }] },
      { ...whole, scores: { members: [], rows: [{ byMember: [-1], pack: null }] } }, { ...whole, prompt: { before: 'x'.repeat(3000), after: '', earlier: true, later: true } },
    ];
    for (const damaged of wrong) expect(comparisonHostMessage({ type: 'comparison', comparison: damaged })).toBeNull();
    expect(comparisonHostMessage({ type: 'comparison', comparison: whole })).toEqual({ type: 'comparison', comparison: whole });
  });
});

describe('differences', () => {
  const marked = (base: string, own: string): string => differences(base, own).map(({ kind, text }) => ({ same: text, own: `+${text}+`, missing: `-${text}-` })[kind]).join('');

  it.each([
    ['a + b;', 'a + c;', 'a + -b-+c+;'],
    ['return foo(bar);', 'return baz(qux);', 'return -foo(bar-+baz(qux+);'],
    ['items.values() if x', 'items if x', 'items-.values()- if x'],
    ['a b', 'a  b', 'a- -+  +b'],
    ['one\ntwo', 'one\nthree', 'one\n-two-+three+'],
    ['const value = left;\nright', 'const value = link;\nrecht', 'const value = -left-+link+;\n-right-+recht+'],
  ])('of %j and %j read as one each: %j', (base, own, expected) => expect(marked(base, own)).toBe(expected));

  it('are the whole text where little is shared', () => {
    expect(marked('items if item.price for item in self.items]', 'id, item.')).toBe('-items if item.price for item in self.items]-+id, item.+');
    expect(marked('foo(bar);', 'x - y;')).toBe('-foo(bar);-+x - y;+');
    expect(placesOf(differences('foo(bar);', 'x - y;'))).toBe(1);
  });
});

describe('the table of scores', () => {
  const tableOf = (rows: Comparison['scores']['rows']) => scoreTable(comparison({ scores: { members: ['a', 'b'], rows } }));
  const row = (a: number | null, b: number | null, pack: number | null) => ({ byMember: [a, b], pack });

  it('marks the smallest figure of every column, as it is shown, and all of equal ones', () => {
    const table = tableOf([row(1.001, 2, 1), row(1.004, 3, 0.5), row(null, 2.5, 0.9), row(4, 1.5, null), null]);
    expect(table?.columns).toEqual(['a', 'b', 'Pack']);
    expect(table?.rows.map(({ cells }) => cells.map(({ text, least }) => `${text}${least ? '!' : ''}`).join(' '))).toEqual(['1.00! 2.00 1.00', '1.00! 3.00 0.50!', 'null 2.50 0.90', '4.00 1.50! null', 'null null null']);
  });

  it('marks nothing in a column of one figure', () => {
    expect(tableOf([row(1, 2, 3), null, null, null, null])?.rows[0]?.cells.map(({ least }) => least)).toEqual([false, false, false]);
  });

  it('is not there before anything is scored', () => {
    expect(tableOf([])).toBeNull();
    expect(tableOf([null, null, null, null, null])).toBeNull();
  });
});
