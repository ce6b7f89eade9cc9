import { describe, expect, it } from 'vitest';
import { inEnglish } from '../../../../src/base/translate.ts';
import { markdownOf } from '../../../../src/evaluation/report/markdown.ts';
import { isInterval, type Report } from '../../../../src/evaluation/report/report.ts';
import type { LineOutcome } from '../../../../src/evaluation/workspace/lineOutcome.ts';
import { lineReport } from '../../../../src/evaluation/workspace/lineReport.ts';

interface Case {
  readonly pack: string;
  readonly models?: string;
  readonly members: readonly [string, string];
  /** Of the pack, its models, and the members. */
  readonly bits?: readonly [number, number, number, number];
  readonly language?: string;
}

const target = 'return total;';
const written = (text: string, ms: number) => ({ text, confidence: 0.5, ms });

function outcome({ pack, models, members, bits = [10, 12, 20, 30], language = 'typescript' }: Case): LineOutcome {
  return {
    language, bytes: 10,
    line: {
      target, fused: written(models ?? pack, 30), ...(models === undefined ? {} : { withWorkspace: written(pack, 40) }),
      members: members.map((text, k) => ({ id: `m${k}`, weight: 0.5, bitsPerByte: 1, written: written(text, 10 * (k + 1)) })),
    },
    bits: { pack: bits[0], models: bits[1], members: [bits[2], bits[3]] },
  };
}

function reportOf(cases: readonly Case[], planned = cases.length, workspace = false): Report {
  return lineReport(new Map(cases.map((one, index) => [String(index), outcome(one)])), { planned, workspace, t: inEnglish }, { seed: 1, resamples: 200 });
}

const times = (count: number, one: Case): readonly Case[] => Array.from({ length: count }, () => one);
const wordsOf = (report: Report): string => report.sections[0]?.text.join('\n') ?? '';
const column = (report: Report, section: string, index: number): readonly unknown[] =>
  report.sections.find(({ title }) => title === section)?.table?.rows.map((row) => isInterval(row[index] ?? null) ? (row[index] as { readonly value: number }).value : row[index]) ?? [];

describe('the report on a user’s lines', () => {
  it('says in words that the pack is ahead, and that chance does not explain it', () => {
    const report = reportOf([...times(30, { pack: target, members: ['no', 'x'] }), ...times(10, { pack: target, members: [target, 'x'] })]);
    expect(wordsOf(report)).toContain('On 40 lines of yours the pack wrote 100 % exactly; the best single model, m0, 25 %. That is more than chance explains');
    expect(wordsOf(report)).toContain('50.0 % less for the true text than the best single model, m0.');
    expect(wordsOf(report)).toMatch(/^On these files fusing pays/u);
  });

  it('says that it cannot tell, from few lines that differ', () => {
    const near = { members: ['x', 'no'], bits: [20, 20, 20, 20] } as const;
    const words = wordsOf(reportOf([{ ...near, pack: target }, { ...near, pack: 'no', members: [target, 'x'] }, { ...near, pack: target }]));
    expect(words).toContain('the pack wrote 67 % exactly; the best single model, m0, 33 %. That difference could be chance');
    expect(words).toContain('These lines do not tell');
  });

  it('says that one model alone does better, where it does', () => {
    const words = wordsOf(reportOf(times(30, { pack: 'no', members: [target, 'x'], bits: [30, 30, 20, 40] })));
    expect(words).toContain('50.0 % more for the true text');
    expect(words).toContain('one model alone does better');
  });

  it('does not speak of the workspace where it took no part', () => expect(wordsOf(reportOf(times(5, { pack: target, members: [target, 'x'] })))).not.toContain('workspace'));

  it('does not call equal counts a difference', () => expect(wordsOf(reportOf(times(5, { pack: target, members: [target, 'x'] })))).toContain('wrote 100 % exactly, as many as the best single model, m0.'));

  it('compares with the models without the workspace where it took part', () => {
    const report = reportOf([{ pack: target, models: 'return all;', members: ['no', 'x'] }, { pack: target, models: target, members: ['no', 'x'] }], 2, true);
    expect(column(report, 'What they wrote', 0)).toEqual(['the pack', 'its models, without the workspace', 'm0', 'm1']);
    expect(column(report, 'What they wrote', 1)).toEqual([100, 50, 0, 0]);
    expect(wordsOf(report)).toContain('Without the help of the workspace its models wrote 50 % exactly and needed 40.0 % less than m0 in bits per byte; 95 % of the resamples lie from -40.0 to -40.0 %.');
    expect(column(report, 'What they wrote', 3)).toEqual([null, 1, 2, 2]);
    expect(column(report, 'What they expected', 1)).toEqual([1, 1.2, 2, 3]);
    expect(column(report, 'How long a line took', 1)).toEqual([40, 30, 10, 20]);
    expect(markdownOf(report, {}, () => '')).toContain('without the file whose line was masked');
  });

  it('is about what was measured when it was stopped, and says so', () => {
    expect(wordsOf(reportOf(times(3, { pack: target, members: ['no', 'x'] }), 20))).toContain('Stopped after 3 of 20 lines');
    expect(markdownOf(reportOf([], 20), {}, () => '')).toContain('No line was finished.');
  });

  it('tells the languages apart, the one with the most lines first', () => {
    const report = reportOf([{ pack: 'no', members: [target, 'x'], language: 'python' }, ...times(2, { pack: target, members: ['no', 'x'] })]);
    const rows = report.sections.find(({ title }) => title === 'By language')?.table?.rows;
    expect(rows?.map((row) => row.slice(0, 4))).toEqual([['typescript', 2, 100, 0], ['python', 1, 0, 100]]);
  });

  it('leaves lines without bits out of bits per byte only', () => {
    const some = new Map([['a', outcome({ pack: target, members: ['no', 'x'] })], ['b', { ...outcome({ pack: target, members: ['no', 'x'] }), bits: null }]]);
    const report = lineReport(some, { planned: 2, workspace: false, t: inEnglish }, { seed: 1, resamples: 50 });
    expect(column(report, 'What they expected', 1)).toEqual([1, 2, 3]);
    expect(wordsOf(report)).toContain('On 2 lines');
  });
});
