import { describe, expect, it } from 'vitest';
import type { CompletionReport, MemberReport, Piece } from '../../../../src/protocol/reports.ts';
import { renderAlignment, visible } from '../../../../src/cli/render/alignment.ts';
import { bar } from '../../../../src/cli/render/bar.ts';
import { renderCompletion } from '../../../../src/cli/render/completion.ts';
import { excerpt } from '../../../../src/cli/render/excerpt.ts';
import { memberTable } from '../../../../src/cli/render/members.ts';
import { attributionLines, paintPieces, piecesOf } from '../../../../src/cli/render/pieces.ts';
import { renderScore } from '../../../../src/cli/render/score.ts';
import { styleFor, widthOf } from '../../../../src/cli/render/style.ts';
import { table, wrapped } from '../../../../src/cli/render/table.ts';
import { bytes, milliseconds, percent, perplexity, plural } from '../../../../src/cli/render/units.ts';

const plain = styleFor(0);
const colour = styleFor(1);
const escape = '\u001B[';

const member = (id: string, weight: number, more: Partial<MemberReport> = {}): MemberReport =>
  ({ id, weight, perplexity: 12.345, bitsPerByte: 1.5, tokens: 1200, tokensEvaluated: 1200, ms: 31.4, seesSuffix: true, ...more });
const piece = (text: string, by: string): Piece => ({ text, member: by, probability: 0.5, byMember: { [by]: 0.5 } });

const members = [member('starter-typescript', 0.8), member('starter-python', 0.2), member('starter-prose', 0, { perplexity: null, bitsPerByte: null, tokens: 0 })];
const completion: CompletionReport = {
  method: 'sim', alignment: 'bytes', decoding: 'tokens', delta: null, reference: 'starter-typescript', bytes: 600, members, why: 'It predicts this text best.',
  text: 'sum + 1;', source: 'generated', reason: null, pieces: [piece('sum', 'starter-typescript'), piece(' + 1', 'starter-python'), piece(';', 'starter-typescript')],
  stop: 'line-end', timing: { queueMs: 0, promptMs: 120, weightsMs: 2, firstPieceMs: 140, totalMs: 260 },
};

describe('units', () => {
  it('read as people write them', () => {
    expect([percent(0), percent(0.051), percent(0.5), percent(1)]).toEqual(['0 %', '5.1 %', '50 %', '100 %']);
    expect([milliseconds(0.4), milliseconds(1234), milliseconds(12_345)]).toEqual(['0 ms', '1,234 ms', '12.3 s']);
    expect([bytes(1), bytes(5_600_000), bytes(253_000_000)]).toEqual(['1 bytes', '5.6 MB', '253 MB']);
    expect([perplexity(null), perplexity(3), perplexity(1234), perplexity(4.2e9)]).toEqual(['–', '3.00', '1,234', '4.2e+9']);
    expect([plural(1, 'byte'), plural(1200, 'byte')]).toEqual(['1 byte', '1,200 bytes']);
  });
});

describe('bar', () => {
  it('is as long as its share, and never invisible above 0', () => {
    expect([bar(0, 8), bar(1, 4), bar(0.5, 4), bar(0.0001, 8), bar(0.3125, 4)]).toEqual(['', '████', '██', '▏', '█▎']);
    expect(bar(7, 4)).toBe('████');
  });
});

describe('table', () => {
  it('aligns by visible width, whatever the colours', () => {
    const columns = [{ title: '', align: 'left' }, { title: 'n', align: 'right' }] as const;
    const lines = table(columns, [['a', '1'], [colour.bad('long'), '200']], plain.faint).split('\n');
    expect(lines[0]).toBe('        n');
    expect(lines[1]).toBe('a       1');
    expect(widthOf(lines[2] ?? '')).toBe(9);
  });

  it('wraps between words', () => {
    expect(wrapped('one two three four', 9)).toBe('one two\nthree\nfour');
    expect(wrapped('say "a b c" or " x', 6)).toBe('say\n"a b c"\nor " x');
  });
});

describe('member table', () => {
  it.each([60, 80, 100])('keeps within %i columns', (width) => {
    for (const line of memberTable(members, plain, width).split('\n')) expect(widthOf(line)).toBeLessThanOrEqual(width);
  });

  it('has every figure of every member, a dash for what is unknown', () => {
    const [, first, , third] = memberTable(members, plain, 80).split('\n');
    expect(first).toMatch(/^A starter-typescript {2}█+[▏▎▍▌▋▊▉]? +80 % +1\.50 +12\.35 +1,200 +31 ms$/u);
    expect(third).toMatch(/^C starter-prose +0 % +– +– +0 +31 ms$/u);
  });

  it('says the same with and without colour', () => {
    const painted = memberTable(members, colour, 80);
    expect(painted).toContain(escape);
    expect(memberTable(members, plain, 80)).not.toContain(escape);
  });
});

describe('pieces', () => {
  const ids = ['a', 'b'];

  it('never carry a colour over a line end', () => {
    for (const line of paintPieces([piece('x\ny', 'a')], ids, colour).split('\n')) {
      expect(line.startsWith(escape)).toBe(true);
      expect(line.endsWith(`${escape}39m`)).toBe(true);
    };
  });

  it('are marked by letters without colour', () => {
    expect(attributionLines([piece('ab', 'a'), piece('c', 'a'), piece('d\n\te', 'b')], ids)).toEqual(['A──B', '\tB']);
  });

  it.each([
    ['sum + 1;', ['sum', ' + 1', ';']],
    ['sum + ', ['sum', ' + ']],
    ['m + 1;', ['m', ' + 1', ';']],
    ['', []],
    ['sum + 1;)', ['sum', ' + 1', ';)']],
    ['su +1;', ['su', ' +1', ';']],
  ])('say %j again after the filters', (text, kept) => {
    const pieces = piecesOf(completion.pieces, text);
    expect(pieces.map((each) => each.text)).toEqual(kept);
    expect(pieces.map((each) => each.text).join('')).toBe(text);
  });
});

describe('excerpt', () => {
  it('numbers the lines and marks the writers', () => {
    const lines = excerpt('1\n2\n3\n4\n5\n  go(', [piece('x', 'a'), piece(')\n}', 'b')], ['a', 'b'], plain).split('\n');
    expect(lines).toEqual(['3 │ 3', '4 │ 4', '5 │ 5', '6 │   go(x)', '  │      AB', '7 │ }', '  │ B']);
  });
});

describe('reports', () => {
  it('show a completion whole', () => {
    const text = renderCompletion(completion, 'orders.ts:2:9', 'let x = 1;\nlet y = ', plain, 80);
    expect(text).toContain('2 │ let y = sum + 1;');
    expect(text).toContain('first text 140 ms');
    expect(text).toContain('stopped at the end of the line');
    expect(text).toContain('It predicts this text best.');
    expect(text).not.toContain(escape);
  });

  it('tell what each member computed, and what a sample was drawn with', () => {
    const counted = member('a', 1, { tokensEvaluated: 40, forwards: 12, tokensAccepted: 9 });
    const text = renderCompletion({ ...completion, members: [counted, member('b', 0, { tokensEvaluated: 0 })], sampling: { temperature: 0.7, seed: 5 } }, 'f:1:1', 'x', plain, 80);
    expect(text).toContain('a: 40 tokens evaluated in 12 forwards, 9 accepted from drafts\n');
    expect(text).not.toContain('b: 0 tokens');
    expect(text).toContain('sampled at temperature 0.7 with seed 5');
    expect(renderCompletion(completion, 'f:1:1', 'x', plain, 80)).not.toContain('sampled');
  });

  it('say why there is no text', () => {
    const empty = renderCompletion({ ...completion, text: '', pieces: [], reason: 'deadline', stop: 'deadline' }, 'f:1:1', 'x', plain, 80);
    expect(empty).toContain('no text: the deadline passed');
  });

  it('mark the member that predicts a text best', () => {
    const text = renderScore({ bytes: 10, members: [member('a', 0, { bitsPerByte: 2 }), member('b', 0, { bitsPerByte: 1 })] }, 'f', plain);
    expect(text.split('\n').filter((line) => line.includes('← best'))).toEqual([expect.stringContaining('B b') as string]);
  });

  it('count how tokens found their partners', () => {
    const text = renderAlignment({
      from: 'a', to: 'b', alignment: 'bytes', tokens: 400, exact: 300, marker: 0, nearest: 100, ms: 80, cached: false, running: null,
      examples: [{ token: '\n    ', match: '!', distance: 5 }],
    }, plain);
    expect(text).toContain('75 %');
    expect(text).toContain('\\n␣␣␣␣');
    expect(text).not.toContain('word-start');
  });

  it('shorten long tokens', () => {
    expect(visible('x'.repeat(90))).toHaveLength(28);
  });
});
