import { describe, expect, test } from 'vitest';
import { anchorOf, typedSince } from '../../../../src/editor/completion/reuse/anchor.ts';
import { placeAfter } from '../../../../src/editor/completion/following.ts';
import type { Suggestion } from '../../../../src/editor/completion/reuse/suggestion.ts';
import { remainderOf, SuggestionCache, TypingAsSuggested } from '../../../../src/editor/completion/reuse/suggestions.ts';
import { at } from '../support/places.ts';
import { reportOf } from '../support/scriptedEngine.ts';

const suggest = (marked: string, text: string, change: Partial<Suggestion> = {}): Suggestion =>
  ({ anchor: anchorOf(at(marked)), text, replaceRight: 0, shape: { kind: 'line' }, report: reportOf(text), endsLine: true, ahead: false, ...change });

describe('typed since an anchor', () => {
  const anchor = anchorOf(at('let a = |;\nnext'));

  test.each([
    ['let a = |;\nnext', ''],
    ['let a = fo|;\nnext', 'fo'],
    ['let a = f(|);\nnext', 'f('],
    ['let a = f(["|"]);\nnext', 'f(["'],
  ])('%j is typing', (marked, typed) => expect(typedSince(anchor, at(marked))).toBe(typed));

  test.each([
    ['deleted before the anchor', at('let a =|;\nnext')],
    ['changed before the anchor', at('let b = x|;\nnext')],
    ['changed after the cursor', at('let a = x|;\nother')],
    ['cut after the cursor', at('let a = x|;')],
    ['text pushed in after the cursor', at('let a = x|y;\nnext')],
    ['another document', at('let a = x|;\nnext', { document: 'file:///b.ts' })],
  ])('%s is not', (_, view) => expect(typedSince(anchor, view)).toBeNull());

  test('works in the middle of long documents, whatever the windows of text are', () => {
    const long = 'x'.repeat(9000);
    const whole = { ...at(`${long}|${long}`), before: long, after: long };
    const later = { ...whole, offset: 9002, before: `${long.slice(-5000)}ab`, after: long.slice(0, 3000) };
    expect(typedSince(anchorOf(whole), later)).toBe('ab');
  });
});

describe('typing as suggested', () => {
  const shown = new TypingAsSuggested();
  shown.show(suggest('let a = |;', 'foo(bar)'));

  test('gives the rest of the suggestion', () => expect(shown.find(at('let a = foo|;'))?.text).toBe('(bar)'));
  test('gives deleted characters back', () => {
    expect(shown.find(at('let a = foo(|;'))?.text).toBe('bar)');
    expect(shown.find(at('let a = fo|;'))?.text).toBe('o(bar)');
    expect(shown.find(at('let a = foo|;'))?.text).toBe('(bar)');
  });
  test('does not answer for other text, a finished one, or a place before it', () => {
    expect(shown.find(at('let a = fx|;'))).toBeNull();
    expect(shown.find(at('let a = foo(bar)|;'))).toBeNull();
    expect(shown.find(at('let a |;'))).toBeNull();
  });
});

describe('suggestion cache', () => {
  test('answers for places inside earlier suggestions, newest first', () => {
    const cache = new SuggestionCache();
    cache.add(suggest('a|', 'bcd'));
    cache.add(suggest('ab|', 'xyz'));
    expect(cache.find(at('a|'))?.text).toBe('bcd');
    expect(cache.find(at('ab|'))?.text).toBe('cd');
    cache.add(suggest('ab|', 'xyz'));
    expect(cache.find(at('ab|'))?.text).toBe('xyz');
  });

  test('what was typed may hold the place itself once more', () => {
    const above = 'a line above\n'.repeat(100);
    const line = 'const first = values.map((one) => one);\n';
    const cache = new SuggestionCache();
    cache.add(suggest(`${above}${line}|`, `${line}done();`));
    expect(cache.find(at(`${above}${line}${line}do|`))?.text).toBe('ne();');
    expect(cache.find(at(`// more\n${above}${line}${line}do|`))?.text).toBe('ne();');
    expect(cache.find(at(`${above}${line}${line}da|`))).toBeNull();
  });

  test('keeps at most its capacity and drops what was not used for the longest time', () => {
    const cache = new SuggestionCache(2);
    cache.add(suggest('one |', '1'));
    cache.add(suggest('two |', '2'));
    cache.find(at('one |'));
    cache.add(suggest('three |', '3'));
    expect(cache.find(at('two |'))).toBeNull();
    expect(cache.find(at('one |'))?.text).toBe('1');
    expect(cache.find(at('three |'))?.text).toBe('3');
  });

  test('the text after the cursor is part of the key', () => {
    const cache = new SuggestionCache();
    cache.add(suggest('f(|)', 'x'));
    expect(cache.find(at('f(|, y)'))).toBeNull();
  });

  test('finds a place again after changes further up', () => {
    const line = 'const value = compute(first, second);\n';
    const cache = new SuggestionCache();
    cache.add(suggest(`${line.repeat(60)}let a = |`, 'foo()'));
    expect(cache.find(at(`// new\n${line.repeat(60)}let a = |`))?.text).toBe('foo()');
    expect(cache.find(at(`// new\n${line.repeat(60)}let a = fo|`))?.text).toBe('o()');
    expect(cache.find(at(`${line.repeat(59)}// new\nlet a = |`))).toBeNull();
  });
});

describe('a line that was indented anew', () => {
  const block = suggest('if (a) {\n    |', 'foo();\n    bar();\n  deep\n}');

  test.each([
    ['deeper', 'if (a) {\n        |', 'foo();\n        bar();\n  deep\n}'],
    ['less deep', 'if (a) {\n  |', 'foo();\n  bar();\n  deep\n}'],
    ['with a tab', 'if (a) {\n\t|', 'foo();\n\tbar();\n  deep\n}'],
    ['not at all, and typed', 'if (a) {\nfo|', 'o();\nbar();\n  deep\n}'],
    ['deeper, and a line of it typed', 'if (a) {\n      foo();\n      b|', 'ar();\n  deep\n}'],
  ])('%s: the suggestion follows', (_, marked, text) => expect(remainderOf(block, at(marked))?.text).toBe(text));

  test.each([
    ['other text was typed', 'if (a) {\n  x|'],
    ['the line above changed', 'if (b) {\n  |'],
    ['it is another line', 'if (a) {\n    \n  |'],
    ['all of it was typed', 'if (a) {\n  foo();\n  bar();\n  deep\n}|'],
  ])('%s: it does not', (_, marked) => expect(remainderOf(block, at(marked))).toBeNull());

  test('text that follows other text does not move', () => expect(remainderOf(suggest('a |', 'b'), at('  |'))).toBeNull());

  test('blanks that begin the suggestion are part of its indentation', () => {
    expect(remainderOf(suggest('if a:\n|', '    foo()\n    bar()'), at('if a:\n  |'))?.text).toBe('  foo()\n    bar()');
    expect(remainderOf(suggest('if a:\n|', '    foo()\n    bar()'), at('if a:\n\t|'))?.text).toBe('foo()\n\tbar()');
  });

  test('pieces move with the text', () => {
    const pieces = ['fo', 'o();\n  ', '  bar', '();\n', '}'].map((text) => ({ text, member: 'a', probability: 1, byMember: {} }));
    const found = remainderOf(suggest('{\n    |', 'foo();\n    bar();\n}', { report: reportOf('foo();\n    bar();\n}', { pieces }) }), at('{\n  |'));
    expect(found?.suggestion.report.pieces.map(({ text }) => text)).toEqual(['fo', 'o();', '\n  bar', '();', '\n}']);
  });
});

describe('the end of a line', () => {
  const shown = new TypingAsSuggested();

  test('is known to the suggestion that wrote it', () => {
    shown.show(suggest('a = |', 'b;'));
    expect(shown.isDone(at('a = b;|'))).toBe(true);
    expect(shown.isDone(at('a = b|'))).toBe(false);
    expect(shown.isDone(at('a = c;|'))).toBe(false);
  });

  test('is not where the suggestion was cut', () => {
    shown.show(suggest('a = |', 'b', { endsLine: false }));
    expect(shown.isDone(at('a = b|'))).toBe(false);
  });
});

describe('the place after a suggestion', () => {
  const after = (marked: string, text: string, stop: 'line-end' | 'length' = 'line-end', replaceRight = 0): string => {
    const place = placeAfter(at(marked), { text, replaceRight, report: reportOf(text, { stop }) }, 'auto');
    return `${place.before}|${place.after}`;
  };

  test.each([
    ['the next line, indented alike', '  a = |\nc', 'b;', '  a = b;\n  |\nc'],
    ['the inside of a block that it opens', 'if |', '(a) {', 'if (a) {|'],
    ['the rest of the line', 'f(|, c);', 'b', 'f(b|, c);'],
  ])('is %s', (_, marked, text, place) => expect(after(marked, text)).toBe(place));

  test('is its end where it did not end the line', () => expect(after('a = |', 'b +', 'length')).toBe('a = b +|'));
  test('stands behind what the suggestion replaces', () => expect(after('f(|)', 'b);', 'line-end', 1)).toBe('f(b);\n|'));
  test('is told by its offset as well', () => expect(placeAfter(at('a = |'), { text: 'b;', replaceRight: 0, report: reportOf('b;') }, 'auto').offset).toBe('a = b;\n'.length));
});
