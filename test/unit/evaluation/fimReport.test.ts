import { describe, expect, it } from 'vitest';
import { isInterval } from '../../../src/evaluation/report/report.ts';
import { editSimilarity, isExact, type FimOutcome } from '../../../src/evaluation/studies/fimOutcome.ts';
import { fimReport } from '../../../src/evaluation/studies/fimReport.ts';

const written = (text: string, confidence: number | null) => ({ text, confidence, ms: 1 });

function outcome(target: string, fused: string, confidence: number, members: readonly (readonly [text: string, bitsPerByte: number | null])[]): FimOutcome {
  return { target, fused: written(fused, confidence), members: members.map(([text, bitsPerByte], k) => ({ id: `m${k}`, weight: 1 / members.length, bitsPerByte, written: written(text, 0.5) })) };
}

describe('a hole of one line', () => {
  it('is filled exactly when only white space at the ends differs', () => {
    expect(isExact('  return a;', 'return a;  ')).toBe(true);
    expect(isExact('return  a;', 'return a;')).toBe(false);
  });

  it('is the more similar the fewer edits are left', () => {
    expect(editSimilarity('abcd', ' abcd')).toBe(1);
    expect(editSimilarity('abcx', 'abcd')).toBe(0.75);
    expect(editSimilarity('', 'abcd')).toBe(0);
    expect(editSimilarity('', '')).toBe(1);
  });

  it('counts for the pack, for each member and for the one that read the prompt best', () => {
    const report = fimReport([
      outcome('one', 'one', 0.9, [['one', 2], ['no', 1]]),
      outcome('two', 'two', 0.8, [['two', 1], ['no', 2]]),
      outcome('six', 'no', 0.2, [['no', null], ['six', 3]]),
      outcome('ten', 'no', 0.85, [['no', 1], ['no', 2]]),
    ], { seed: 1, resamples: 100 });
    const exact = report.sections[0]?.table?.rows.map(([who, cell = null]) => [who, isInterval(cell) ? cell.value : cell]);
    expect(exact).toEqual([['fused', 50], ['picked by prompt', 50], ['m0', 50], ['m1', 25]]);
    const [curve = null] = report.sections[1]?.table?.rows[0]?.slice(1) ?? [];
    expect(isInterval(curve) && curve.value).toBe(0.75);
  });
});
