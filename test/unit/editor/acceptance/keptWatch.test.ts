import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { KeptWatch } from '../../../../src/editor/acceptance/keptWatch.ts';
import { afterChange, type TextChange } from '../../../../src/editor/acceptance/trackedRange.ts';
import type { AcceptanceEvent } from '../../../../src/protocol/acceptanceFile.ts';
import { ManualClock } from '../../../support/manualClock.ts';

const uri = 'file:///a.ts';
const change = (offset: number, length: number, text: string): TextChange => ({ offset, length, text });
const applied = (text: string, { offset, length, text: inserted }: TextChange): string => text.slice(0, offset) + inserted + text.slice(offset + length);

/** One open document that the test edits. */
function scene(text: string) {
  const clock = new ManualClock();
  const counts: AcceptanceEvent[] = [];
  let content: string | null = text;
  const watch = new KeptWatch({ clock, onCount: (event) => counts.push(event), textAt: (_, { start, end }) => content?.slice(start, end) ?? null });
  const edit = (...changes: readonly TextChange[]): void => {
    content = changes.reduce(applied, content ?? '');
    watch.change(uri, changes);
  };
  const accept = (accepted: string, offset = text.indexOf(accepted)): void => watch.accept({ document: uri, offset, text: accepted, language: 'typescript', member: 'ts' });
  return { clock, counts, watch, edit, accept, close: () => (content = null) };
}

const source = 'function sum() {\n  return total(items);\n}\n';
const accepted = 'return total(items);';
const at = source.indexOf(accepted);

describe('an accepted text', () => {
  test('is looked at after 30 s and after 5 min, and then no more', () => {
    const { clock, counts, accept, watch } = scene(source);
    accept(accepted);
    clock.advance(29_999);
    expect(counts).toEqual([]);
    clock.advance(1);
    expect(counts).toEqual(['checkedAfter30s', 'keptAfter30s']);
    clock.advance(269_999);
    expect(counts).toHaveLength(2);
    clock.advance(1);
    expect(counts.slice(2)).toEqual(['checkedAfter5min', 'keptAfter5min']);
    expect([clock.pending, watch.isWatching(uri)]).toEqual([0, false]);
  });

  test.each<readonly [string, readonly TextChange[]]>([
    ['text before it', [change(0, 0, '// Adds.\n'), change(0, 3, '')]],
    ['text behind it', [change(source.length, 0, 'more();\n'), change(at + accepted.length, 0, ' // done')]],
    ['its indentation', [change(at - 2, 2, '\t')]],
    ['a few of its letters', [change(at + 'return '.length, 'total'.length, 'sumOf')]],
    ['a line break inside it', [change(at + 'return total('.length, 0, '\n    ')]],
    ['all of the document, as some formatters do', [change(0, source.length, `'use strict';\n${source}`)]],
  ])('is still there after an edit of %s', (_, changes) => {
    const { clock, counts, accept, edit } = scene(source);
    accept(accepted);
    for (const one of changes) edit(one);
    clock.advance(30_000);
    expect(counts).toEqual(['checkedAfter30s', 'keptAfter30s']);
  });

  test.each<readonly [string, readonly TextChange[]]>([
    ['is deleted', [change(at, accepted.length, '')]],
    ['is deleted with its line', [change(at - 2, accepted.length + 3, '')]],
    ['is replaced', [change(at, accepted.length, 'throw new Error();')]],
    ['is cut by half', [change(at + 8, accepted.length - 8, '')]],
    ['grows to something else', [change(at + 6, 0, ' somethingElse(entirely, different) ?? ')]],
    ['is undone and stands elsewhere', [change(at, accepted.length, ''), change(0, 0, accepted)]],
  ])('is not there when it %s', (_, changes) => {
    const { clock, counts, accept, edit } = scene(source);
    accept(accepted);
    for (const one of changes) edit(one);
    clock.advance(30_000);
    expect(counts).toEqual(['checkedAfter30s']);
  });

  test('can go between the two looks', () => {
    const { clock, counts, accept, edit } = scene(source);
    accept(accepted);
    clock.advance(60_000);
    edit(change(at, accepted.length, ''));
    clock.advance(240_000);
    expect(counts).toEqual(['checkedAfter30s', 'keptAfter30s', 'checkedAfter5min']);
  });

  test('is not counted when its document was closed, told or untold, or when its owner is gone', () => {
    for (const end of ['close', 'untold', 'dispose'] as const) {
      const { clock, counts, accept, watch, close } = scene(source);
      accept(accepted);
      if (end === 'close') watch.close(uri);
      if (end === 'untold') close();
      if (end === 'dispose') watch.dispose();
      clock.advance(600_000);
      expect([counts, clock.pending]).toEqual([[], 0]);
    }
  });

  test('is watched with the document’s own line ends, and not at all where it does not stand', () => {
    const crlf = scene('a {\r\n  b;\r\n}');
    crlf.accept('  b;\n}', 5);
    crlf.clock.advance(30_000);
    expect(crlf.counts).toEqual(['checkedAfter30s', 'keptAfter30s']);
    const elsewhere = scene(source);
    elsewhere.accept(accepted, 0);
    expect(elsewhere.watch.isWatching(uri)).toBe(false);
  });

  test('is one of a bounded number: the oldest is given up', () => {
    const text = Array.from({ length: KeptWatch.most + 5 }, (_, line) => `line${line};\n`).join('');
    const { clock, counts, accept, watch } = scene(text);
    for (let line = 0; line < KeptWatch.most + 5; line++) accept(`line${line};`);
    expect(clock.pending).toBe(KeptWatch.most);
    clock.advance(300_000);
    expect(counts.filter((event) => event === 'keptAfter5min')).toHaveLength(KeptWatch.most);
    expect(watch.isWatching(uri)).toBe(false);
  });
});

describe('a tracked range', () => {
  test('holds its text after any edits that do not touch it', () => {
    const part = fc.string({ maxLength: 12 });
    fc.assert(fc.property(part, fc.string({ minLength: 1, maxLength: 12 }), part, fc.array(fc.record({ before: fc.boolean(), at: fc.nat(), length: fc.nat(6), text: part }), { maxLength: 8 }), (before, text, after, edits) => {
      let document = before + text + after;
      let range = { start: before.length, end: before.length + text.length };
      for (const edit of edits) {
        const [from, to] = edit.before ? [0, range.start] : [range.end, document.length];
        const offset = from + edit.at % (to - from + 1);
        const one = change(offset, Math.min(edit.length, to - offset), edit.text);
        document = applied(document, one);
        range = afterChange(range, text, one);
        expect(document.slice(range.start, range.end)).toBe(text);
      }
    }), { numRuns: 100 });
  });

  test('stays within its document after any edits at all', () => {
    fc.assert(fc.property(fc.string({ minLength: 3, maxLength: 30 }), fc.array(fc.tuple(fc.nat(), fc.nat(), fc.string({ maxLength: 8 })), { maxLength: 10 }), (start, edits) => {
      let document = start;
      let range = { start: 1, end: 2 };
      for (const [at, length, text] of edits) {
        const offset = at % (document.length + 1);
        const one = change(offset, length % (document.length - offset + 1), text);
        range = afterChange(range, start.slice(1, 2), one);
        document = applied(document, one);
        expect(range.start).toBeGreaterThanOrEqual(0);
        expect(range.end).toBeGreaterThanOrEqual(range.start);
        expect(range.end).toBeLessThanOrEqual(document.length);
      }
    }), { numRuns: 100 });
  });
});
