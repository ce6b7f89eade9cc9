import { describe, expect, it } from 'vitest';
import { completionShape, type CompletionShape } from '../../../src/context/completionShape.ts';
import { doc, type Document } from '../../support/cursor.ts';

const auto = ({ before, after }: Document, language = 'typescript'): CompletionShape => completionShape(before, after, 'auto', language);
const line = { kind: 'line' };
const sentence = { kind: 'line', sentence: true };
const block = (indent: number, closer?: string): object => ({ kind: 'block', indent, ...(closer === undefined ? {} : { closer }) });

describe('auto completes a block', () => {
  it.each([
    ['after a brace', doc`function f() {|`, block(1, '}')],
    ['deeper by the opening line', doc`class A {\n  f() {|\n}`, block(3, '}')],
    ['after an arrow', doc`const f = () => |`, block(1)],
    ['after an open call', doc`  call(|`, block(3, ')')],
    ['after an open list', doc`const a = [|`, block(1, ']')],
    ['on the indented line below', doc`function f() {\n  |\n}`, block(1)],
    ['with tabs', doc`\tif (a) {\n\t\t|`, block(2, '}')],
  ])('%s', (_, document, shape) => expect(auto(document)).toEqual(shape));

  it('after a colon in Python only', () => {
    expect(auto(doc`def f():|`, 'python')).toEqual(block(1));
    expect(auto(doc`  def f():\n    |`, 'python')).toEqual(block(3));
    expect(auto(doc`case 1:|`, 'c')).toEqual(line);
  });
});

describe('auto completes the line', () => {
  it.each([
    ['in the middle of one', doc`const a = |`],
    ['when something follows on it', doc`foo(|)`],
    ['on an empty line that is not deeper', doc`function f() {\n|`],
    ['two lines below the opener', doc`function f() {\n\n  |`],
    ['in an empty document', doc`|`],
    ['on the first line', doc`  |`],
  ])('%s', (_, document) => expect(auto(document)).toEqual(line));

  it('in prose, whatever precedes', () => {
    expect(auto(doc`The list (|`, 'markdown')).toEqual(sentence);
    expect(auto(doc`As follows:|`, 'plaintext')).toEqual(sentence);
  });
});

describe('the mode', () => {
  it('line forces a line', () => expect(completionShape('function f() {', '', 'line', 'typescript')).toEqual(line));
  it('block forces a block, beside or inside', () => {
    expect(completionShape('  const a = ', '', 'block', 'typescript')).toEqual(block(2));
    expect(completionShape('  f() {', '', 'block', 'typescript')).toEqual(block(3, '}'));
  });
});
