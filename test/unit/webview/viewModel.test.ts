import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { phases, pieceLabel, quoted } from '../../../src/webview/model/completionView.ts';
import { bytes, milliseconds, probability, speed, timeOfDay, visible } from '../../../src/webview/model/format.ts';
import { columns, historyLabel } from '../../../src/webview/model/historyView.ts';
import { memberRows } from '../../../src/webview/model/memberRows.ts';
import { Palette } from '../../../src/webview/model/palette.ts';
import { percentages } from '../../../src/webview/model/percentages.ts';
import { whyText } from '../../../src/webview/model/whyText.ts';

const loaded = (id: string) => ({ id, name: id, architecture: 'llama', quantisation: 'Q8_0', vocabularySize: 4096, contextSize: 2048, bytesInMemory: 9e6, fim: id !== 'b' });
const weighted = (id: string, weight: number, bitsPerByte: number | null = 2, weightError: number | null = null) =>
  ({ id, weight, weightError, bitsPerByte, tokens: 100, tokensEvaluated: 10, ms: 20, seesSuffix: id !== 'b' });
const weights = (members: readonly ReturnType<typeof weighted>[]) =>
  ({ document: 'orders.ts', at: 0, method: 'sim' as const, reference: 'a', bytes: 600, why: '', members: [...members] });

describe('percentages', () => {
  it('sum to 100 for any weights, and differ from the exact share by less than one', () => {
    fc.assert(fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 16 }), (values) => {
      const total = values.reduce((sum, value) => sum + value, 0);
      fc.pre(total > 1e-9);
      const shown = percentages(values);
      expect(shown.reduce((sum, percent) => sum + percent, 0)).toBe(100);
      for (const [index, value] of values.entries()) expect(Math.abs((shown[index] ?? NaN) - value * 100 / total)).toBeLessThan(1 + 1e-9);
    }));
  });

  it('gives the spare point of equal weights to the first', () => {
    expect(percentages([1, 1, 1])).toEqual([34, 33, 33]);
  });

  it('leaves nothing as nothing', () => {
    expect(percentages([0, 0])).toEqual([0, 0]);
    expect(percentages([])).toEqual([]);
  });
});

describe('member rows', () => {
  it('keep the pack’s order whatever the order and size of the weights, and put unknown members last', () => {
    const members = ['a', 'b', 'c'].map(loaded);
    fc.assert(fc.property(fc.shuffledSubarray(['a', 'b', 'c', 'x', 'y'], { minLength: 5 }), (order) => {
      const rows = memberRows(members, weights(order.map((id, index) => weighted(id, index / 10))));
      expect(rows.slice(0, 3).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
      expect(rows.slice(3).map(({ id }) => id).sort()).toEqual(['x', 'y']);
      expect(rows.reduce((sum, { percent }) => sum + (percent ?? 0), 0)).toBe(100);
    }));
  });

  it('show no percentage before the first request', () => {
    expect(memberRows([loaded('a')], null)).toMatchObject([{ id: 'a', percent: null, figures: [], work: ['9 MB memory'], seesSuffix: true }]);
  });

  it('compare every member with the best one', () => {
    const rows = memberRows([], weights([weighted('a', 0.7, 1.5), weighted('b', 0.3, 2.25), weighted('c', 0, null)]));
    expect(rows.map(({ figures }) => figures[0])).toEqual(['1.50 bits/byte', '2.25 bits/byte (+0.75)', '2.0 ms/token']);
  });

  it('tell what was evaluated from what was reused', () => {
    const [a, b, c] = memberRows([], weights([
      weighted('a', 1), { ...weighted('b', 0), tokensEvaluated: 130 }, { ...weighted('c', 0), tokensEvaluated: 0 },
    ]));
    expect(a?.work).toEqual(['10 tokens in 20 ms', '90+ reused']);
    expect(b?.work).toEqual(['130 tokens in 20 ms']);
    expect(c?.work).toEqual(['all tokens reused']);
    expect(memberRows([], weights([{ ...weighted('a', 1), tokens: 1, tokensEvaluated: 1 }]))[0]?.work).toEqual(['1 token in 20 ms']);
  });

  it('mark the reference and who sees the text after the cursor', () => {
    const rows = memberRows([loaded('a'), loaded('b')], weights([weighted('a', 0.5), weighted('b', 0.5)]));
    expect(rows.map(({ reference, seesSuffix }) => [reference, seesSuffix])).toEqual([[true, true], [false, false]]);
  });
});

describe('looks', () => {
  it('stay the same whatever is asked first', () => {
    const ids = ['a', 'b', 'c', 'd', 'e'];
    const first = new Palette(ids);
    const second = new Palette(ids);
    for (const id of [...ids].reverse()) second.lookOf(id);
    expect(ids.map((id) => first.lookOf(id))).toEqual(ids.map((id) => second.lookOf(id)));
  });

  it('differ for thirty members, stranger or not', () => {
    const palette = new Palette(Array.from({ length: 20 }, (_, index) => `m${index}`));
    const looks = Array.from({ length: 30 }, (_, index) => JSON.stringify(palette.lookOf(`m${index}`)));
    expect(new Set(looks).size).toBe(30);
  });
});

describe('history', () => {
  const entry = (at: number, shares: Record<string, number>) => ({ document: 'orders.ts', at, weights: Object.entries(shares).map(([id, share]) => ({ id, share })) });

  it('stacks every column to 100 in pack order', () => {
    const shown = columns([entry(0, { b: 1 / 3, a: 1 / 3, x: 1 / 3 }), entry(1000, { a: 0.125, b: 0.875 })], ['a', 'b']);
    expect(shown.map(({ parts }) => parts.map(({ id, percent }) => `${id} ${percent}`))).toEqual([['a 34', 'b 33', 'x 33'], ['a 13', 'b 87']]);
  });

  it('says how the weights moved', () => {
    expect(historyLabel(columns([entry(0, { a: 0.4, b: 0.6 }), entry(1, { a: 0.75, b: 0.25 })], ['a', 'b'])))
      .toBe('Weights of the last 2 requests: a from 40 % to 75 %, b from 60 % to 25 %');
    expect(historyLabel(columns([entry(0, { a: 1, b: 0, c: 0 }), entry(1, { a: 0.5, b: 0, c: 0.5 })], ['a', 'b', 'c'])))
      .toBe('Weights of the last 2 requests: a from 100 % to 50 %, c from 0 % to 50 %');
    expect(historyLabel([])).toBe('No requests yet.');
  });
});

describe('why the weights are as they are', () => {
  const why = (members: readonly ReturnType<typeof weighted>[], changes: Partial<Parameters<typeof whyText>[0]> = {}): string => whyText({ ...weights(members), ...changes });

  it('names who foresaw the text best, and by how much', () => {
    expect(why([weighted('a', 0.8, 1), weighted('b', 0.2, 1.5)])).toBe('a foresaw the last 600 bytes best; the next, b, was surprised 50 % more.');
    expect(why([weighted('a', 0.8, 1), weighted('b', 0.2, 1.001)])).toBe('a and b foresaw the last 600 bytes equally well.');
  });

  it('says that it is too little where the text does not decide', () => {
    expect(why([weighted('a', 0.52, 1, 0.05), weighted('b', 0.48, 1.1, 0.05)])).toContain('they share');
    expect(why([weighted('a', 0.5, null), weighted('b', 0.5, 5)], { bytes: 1 })).toBe('That is too little to tell who should lead, so they share.');
  });

  it('tells why another than the best one leads, where it knows', () => {
    expect(why([weighted('a', 0.3, 1), weighted('c', 0.7, 1.2)])).toContain('c leads because it was right where the others were wrong.');
    expect(why([weighted('b', 0.3, 1), weighted('a', 0.7, 1.2)])).toContain('a leads because it sees the text after the cursor as well.');
    expect(why([weighted('a', 0.3, 1), weighted('c', 0.7, null)])).not.toContain('leads');
  });

  it('does not speak of the text where that has no say', () => {
    expect(why([weighted('a', 1)])).toBe('a is alone in the pack and writes everything.');
    expect(why([weighted('a', 0.9, 1), weighted('b', 0.1, 2)], { method: 'manual' })).toBe('You fixed the weights; the text before the cursor has no say in them.');
    expect(why([weighted('a', 0.5, null), weighted('b', 0.5, null)], { bytes: 0 })).toBe('There was no text before the cursor to compare the members on.');
  });
});

describe('texts', () => {
  it('give times, sizes, speeds and probabilities their units', () => {
    expect(timeOfDay(new Date(2026, 0, 2, 3, 4, 5).getTime())).toBe('03:04:05');
    expect([0.2, 38.4, 9999, 12_340].map(milliseconds)).toEqual(['< 1 ms', '38 ms', '9999 ms', '12.3 s']);
    expect([900, 17.2e6, 1.26e9].map(bytes)).toEqual(['1 kB', '17 MB', '1.3 GB']);
    expect([speed(10, 20), speed(1, 400), speed(2000, 100), speed(0, 10), speed(1, 0)]).toEqual(['2.0 ms/token', '400 ms/token', '0.1 ms/token', null, null]);
    expect([0, 0.004, 0.5, 0.996, 1].map(probability)).toEqual(['0 %', '< 1 %', '50 %', '> 99 %', '100 %']);
  });

  it('spell out what would hide or reorder text', () => {
    expect(visible('a\u202eb\u200bc\u0000\r\nd\te')).toBe('a⟨U+202E⟩b⟨U+200B⟩c⟨U+0000⟩\nd\te');
    expect([' ', '    ', '\n', ' total', 'a\n\tb'].map(quoted)).toEqual(['space', '4 spaces', 'line end', '“total”', '“a↵⇥b”']);
  });

  it('describe a piece in words', () => {
    expect(pieceLabel({ text: ' total', member: 'a', probability: 0.74, byMember: [{ id: 'a', share: 0.8 }, { id: 'b', share: 0.001 }] }))
      .toBe('“total”: wanted most by a; fused 74 %; a 80 %, b < 1 %');
  });

  it('split the time of a request into phases that add up to the whole', () => {
    const timing = { queueMs: 5, promptMs: 30, weightsMs: 2, firstPieceMs: 50, totalMs: 120 };
    const shown = phases(timing);
    expect(shown.map(({ label, text, length }) => [label, text, length])).toEqual([
      ['Waiting', '5 ms', 5], ['Prompt', '30 ms', 30], ['Weights', '2 ms', 2], ['First piece', '50 ms', 13], ['Total', '120 ms', 70],
    ]);
    expect(phases({ ...timing, queueMs: 0, firstPieceMs: null }).map(({ label }) => label)).toEqual(['Prompt', 'Weights', 'Total']);
  });
});
