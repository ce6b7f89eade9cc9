import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { postProcess, type Processed } from '../../../src/context/postProcess.ts';
import type { Place } from '../../../src/context/filters/filter.ts';
import { runaway } from '../../../src/context/filters/runaway.ts';
import { doc, type Document } from '../../support/cursor.ts';

function processed({ before, after }: Document, text: string, place: Partial<Place> = {}): Processed {
  return postProcess(text, { before, after, shape: { kind: 'line' }, language: 'typescript', lineEnding: '\n', ...place });
}

/** The line or document as it is once the completion is accepted; the reason when there is none. */
function accepted(document: Document, text: string, place: Partial<Place> = {}): string {
  const result = processed(document, text, place);
  return result.dropped ?? document.before + result.text + document.after.slice(result.replaceRight);
}

const block = { shape: { kind: 'block', indent: 1 } } as const;

describe('what stands right of the cursor', () => {
  it.each([
    ['a closer is replaced', doc`foo(|)`, 'a, b)', 'foo(a, b)'],
    ['and so is one that the text goes past', doc`foo(|)`, 'a, b);', 'foo(a, b);'],
    ['two closers', doc`foo(bar(|))`, 'x))', 'foo(bar(x))'],
    ['only as many as the text closes', doc`foo(bar(|))`, 'x)', 'foo(bar(x))'],
    ['with what follows them', doc`foo(|);`, 'a);', 'foo(a);'],
    ['a closer is kept when the text leaves it', doc`foo(|)`, 'a, b', 'foo(a, b)'],
    ['a quote', doc`const a = "|"`, 'hello"', 'const a = "hello"'],
    ['a quote and more', doc`f("|")`, 'hello", 1)', 'f("hello", 1)'],
    ['a bracket inside quotes is text', doc`f("|")`, ':)', 'f(":)")'],
    ['an apostrophe is no quote', doc`don't do (|)`, 'it)', "don't do (it)"],
    ['the whole rest is begun with', doc`const ab|c`, 'c = 1;', 'const abc = 1;'],
    ['words are not cut', doc`foo |abc`, 'x a', 'foo x aabc'],
    ['a tail of words', doc`for (const a |of list) {`, 'of list) {', 'nothing'],
    ['a brace at the end', doc`if (|) {`, 'a === b) {', 'if (a === b) {'],
  ])('%s', (_, document, text, whole) => expect(accepted(document, text)).toBe(whole === 'nothing' ? 'overlap' : whole));

  it('drops what is there already', () => {
    expect(processed(doc`return |value;`, 'value;')).toEqual({ text: '', replaceRight: 0, dropped: 'overlap' });
    expect(processed(doc`return |value;`, 'value')).toMatchObject({ dropped: 'overlap' });
  });
});

describe('closing brackets', () => {
  it.each([
    ['one too many', doc`const a = f(|`, 'x));', 'const a = f(x)'],
    ['as many as are open', doc`if (f(|`, 'x)) {', 'if (f(x)) {'],
    ['what was opened lines above', doc`call(\n  a, |`, 'b);', 'call(\n  a, b);'],
  ])('%s', (_, document, text, whole) => expect(accepted(document, text)).toBe(whole));

  it('alone on a line may close anything', () => expect(accepted(doc`  a();\n|`, '}')).toBe('  a();\n}'));
  it('in prose are text', () => expect(accepted(doc`Well |`, 'done :)', { language: 'markdown' })).toBe('Well done :)'));
});

describe('repetition', () => {
  it('of the line above or below is dropped', () => {
    expect(processed(doc`  doSomething(a);\n  |`, 'doSomething(a);')).toMatchObject({ dropped: 'neighbours' });
    expect(processed(doc`  |\n  doSomething(a);`, 'doSomething(a);')).toMatchObject({ dropped: 'neighbours' });
    expect(processed(doc`  do|\n\n  doSomething(a);`, 'Something(a);')).toMatchObject({ dropped: 'neighbours' });
  });

  it('of brackets is not', () => expect(accepted(doc`    }\n  |`, '}')).toBe('    }\n  }'));

  it('of the lines below is cut off a block', () => {
    expect(accepted(doc`function f() {|\n}\nnext();`, '\n  return 1;\n}\nnext();', block)).toBe('function f() {\n  return 1;\n}\nnext();');
  });

  it('of the same line is cut to one', () => {
    expect(accepted(doc`f() {|`, '\n  a();\n  b();\n  b();\n  b();\n  b();', block)).toBe('f() {\n  a();\n  b();');
  });

  it('of the same words is cut to one', () => {
    expect(accepted(doc`It is |`, 'very good, very good, very good, very good, very good, ', { language: 'markdown' })).toBe('It is very good,');
    expect(accepted(doc`// |`, '='.repeat(60))).toBe(`// ${'='.repeat(60)}`);
  });

  it.each([
    ['zeros', doc`const max = |`, `1${'0'.repeat(36)}`, 'typescript', 'runaway'],
    ['zeros after more', doc`const max = |`, `f(a) + 1${'0'.repeat(36)}`, 'typescript', 'const max = f(a) +'],
    ['letters', doc`# |`, 'Oh noooooooooooooo', 'markdown', '# Oh'],
    ['short words', doc`It is |`, `fun ${'la '.repeat(12)}`, 'markdown', 'It is fun'],
    ['a ruler where no comment is', doc`const a = |`, `b${'='.repeat(40)}`, 'typescript', 'const a = b'],
    ['a ruler under a heading', doc`Title\n|`, '='.repeat(40), 'markdown', `Title\n${'='.repeat(40)}`],
    ['the line under a table’s head', { before: 'a table\n', after: '' }, '| --- | --- | --- | --- |', 'markdown', 'a table\n| --- | --- | --- | --- |'],
    ['a number', doc`const max = |`, '10000000;', 'typescript', 'const max = 10000000;'],
    ['a mask', doc`mask = |`, '0xffffffff', 'python', 'mask = 0xffffffff'],
    ['zeros in a row', doc`row = [|`, '0, 0, 0, 0, 0, 0]', 'python', 'row = [0, 0, 0, 0, 0, 0]'],
  ])('of single characters is cut away: %s', (_, document, text, language, whole) => expect(accepted(document, text, { language })).toBe(whole));

  it.each([
    ['on lines of their own', doc`Steps:|`, '\n\n- one\n-\n\n-\n-', 'Steps:\n\n- one'],
    ['from the cursor on', doc`Steps:\n-|`, '\n-\n-', 'runaway'],
  ])('of empty list items is cut away: %s', (_, document, text, whole) => expect(accepted(document, text, { ...block, language: 'markdown' })).toBe(whole));

  it('alone changes a text', () => {
    fc.assert(fc.property(fc.uniqueArray(fc.stringMatching(/^[a-z]{2,9}$/), { minLength: 1, maxLength: 40 }), fc.constantFrom(' ', '\n  ', '\n- '), (words, between) => {
      const text = words.join(between);
      expect(runaway.apply({ text, replaceRight: 0 }, { before: '', after: '', ...block, language: 'markdown', lineEnding: '\n' }).text).toBe(text);
    }));
  });
});

describe('what nobody should see', () => {
  it('is stripped', () => {
    expect(processed(doc`a = |`, 'b\u0000\u202e\u200bc\u2066\ufeff\u0007\ud800;')).toMatchObject({ text: 'bc;' });
    expect(processed(doc`a = |`, '\u200b\u200b')).toMatchObject({ text: '', dropped: 'invisible' });
  });

  it('keeps accents, emoji and tabs', () => expect(processed(doc`a = |`, '"é😀\tz"')).toMatchObject({ text: '"é😀\tz"' }));

  it('takes code out of fences', () => {
    expect(accepted(doc`|`, '```ts\nconst a = 1;\n```\nThis sets a.')).toBe('const a = 1;');
    expect(accepted(doc`f() {|`, '\n  a();\n```\nThat is all.', block)).toBe('f() {\n  a();');
    expect(accepted(doc`|`, '```ts', { language: 'markdown' })).toBe('```ts');
  });
});

describe('white space', () => {
  it('at the end goes', () => expect(processed(doc`a = |`, 'b;  ')).toMatchObject({ text: 'b;' }));
  it('is not doubled', () => expect(accepted(doc`a = |`, ' b')).toBe('a = b'));
  it('before a word on the right stays single', () => expect(accepted(doc`a |b`, '+  ')).toBe('a + b'));
  it('alone is nothing', () => {
    expect(processed(doc`a|`, '  ')).toMatchObject({ text: '', replaceRight: 0, dropped: 'overlap' });
    expect(processed(doc`a|`, '')).toMatchObject({ dropped: 'empty' });
    expect(processed(doc`a|`, '\n\n')).toMatchObject({ dropped: 'first-line' });
  });

  it('inside a block loses only what is at the ends of lines', () => {
    expect(processed(doc`f() {|`, '\n  a();  \n\n  b();\n\n', block)).toMatchObject({ text: '\n  a();\n\n  b();' });
  });

  it('gets the document’s line ends back', () => {
    expect(processed(doc`f() {|`, '\n  a();\n  b();', { ...block, lineEnding: '\r\n' })).toMatchObject({ text: '\r\n  a();\r\n  b();' });
  });
});

describe('a line', () => {
  it('stays one', () => expect(accepted(doc`a = |`, 'b;\nc = d;')).toBe('a = b;'));
});

describe('any text at any place', () => {
  const text = fc.string({ unit: fc.constantFrom(...Array.from('ab ()[]{}"\'`,;:=\n\t\r\\'), 'foo', '\u202e', '\u200b', '\ud800', '😀', '```', '\n}\n'), maxLength: 60 });

  it('gives visible text that replaces no more than the rest of the line', () => {
    fc.assert(fc.property(text, text, text, fc.constantFrom('line', 'block', 'text'), (before, after, generated, kind) => {
      const shape = kind === 'block' ? { kind, indent: 1 } : { kind };
      const result = postProcess(generated, { before, after, shape, language: 'typescript', lineEnding: '\n' });
      expect(result.replaceRight).toBeLessThanOrEqual(after.split('\n')[0]?.length ?? 0);
      expect(result.text).not.toMatch(/[\r\u202e\u200b]|\p{Surrogate}/u);
      expect(result.dropped === null).toBe(result.text.trim() !== '');
      if (kind === 'line') expect(result.text).not.toContain('\n');
      if (result.dropped !== null) expect(result).toMatchObject({ text: '', replaceRight: 0 });
    }), { numRuns: 2000 });
  });

  it('is filtered whatever its size', () => {
    const long = 'ab) '.repeat(16_000);
    const result = processed({ before: '(['.repeat(2000), after: ')]'.repeat(500) }, long, block);
    expect(result.text.length).toBeLessThanOrEqual(long.length);
  });
});
