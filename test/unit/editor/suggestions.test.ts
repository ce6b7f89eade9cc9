import { describe, expect, test } from 'vitest';
import { anchorOf, typedSince } from '../../../src/editor/completion/anchor.ts';
import { SuggestionCache, TypingAsSuggested, type Suggestion } from '../../../src/editor/completion/suggestions.ts';
import { at } from './support/places.ts';
import { reportOf } from './support/scriptedEngine.ts';

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
});
