import { describe, expect, test } from 'vitest';
import { fenced, inlineCode } from '../../../../src/editor/documents/markdown.ts';
import { reportDocument } from '../../../../src/editor/reports/reportDocument.ts';
import { slicePieces } from '../../../../src/editor/completion/reuse/pieces.ts';
import { emptyReasons } from '../../../../src/protocol/reports.ts';
import { plain } from '../support/places.ts';
import { reportOf } from '../support/scriptedEngine.ts';

/** Number of cells in each row of every table of a Markdown text. */
const widths = (markdown: string): readonly (readonly number[])[] =>
  [...markdown.matchAll(/(?:^\|.*\|\n?)+/gm)].map(([whole]) => whole.trim().split('\n').map((line) => line.split(/(?<!\\)\|/).length));

describe('report document', () => {
  test('shows text, weights by size, pieces, why and timing', () => {
    const document = reportDocument(reportOf('a + b'), 'typescript', plain);
    expect(document).toContain('```typescript\na + b\n```');
    expect(document).toContain('Because it fits.');
    expect(document.indexOf('| ts |')).toBeLessThan(document.indexOf('| prose |'));
    expect(document).toContain('75 %');
    expect(document).toContain('| Fused | ts | prose |');
    expect(document).toContain('0.600');
  });

  test('tells what each member computed', () => {
    const [first] = reportOf('a').members;
    const document = reportDocument(reportOf('a', { members: [{ ...first!, id: 'ts', tokensEvaluated: 40, forwards: 12, tokensAccepted: 9 }] }), 'typescript', plain);
    expect(document).toContain('ts: 40 tokens evaluated in 12 forwards, 9 accepted from drafts.');
  });

  test('is a whole document for hostile text: fences, bars and line ends stay text', () => {
    const text = '```\n| a | b |\n````js\n`x`|';
    const report = reportOf(text, { members: [{ ...reportOf('').members[0]!, id: 'a|b\n# c' }] });
    const document = reportDocument(report, 'markdown', plain);
    for (const table of widths(document.replace(fenced(text, 'markdown'), ''))) expect(new Set(table).size).toBe(1);
    expect(document).not.toMatch(/^# c/m);
    expect(document).toContain('`````markdown');
  });

  test.each(emptyReasons)('says in words why there is no text: %s', (reason) => {
    const document = reportDocument(reportOf('', { reason, members: [] }), 'typescript', plain);
    expect(document).toMatch(/No text: [a-z ,]+\./);
    expect(document).not.toContain('undefined');
  });

  test('spaces of pieces can be seen', () => expect(inlineCode(' a  b')).toBe('` ·a··b `'));
});

describe('pieces', () => {
  const pieces = ['foo', '(bar', ')'].map((text) => ({ text, member: 'a', probability: 1, byMember: {} }));
  test.each([[0, 8, 'foo (bar )'], [2, 4, 'o (ba'], [3, 3, '(ba'], [7, 9, ')'], [8, 2, '']])('from %i, %i long: %j', (start, length, expected) =>
    expect(slicePieces(pieces, start, length).map(({ text }) => text).join(' ')).toBe(expected));
});
