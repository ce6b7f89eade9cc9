import { describe, expect, it } from 'vitest';
import { offsetOf, parsePlace, placeOf } from '../../../../src/cli/arguments/place.ts';
import { UsageError } from '../../../../src/cli/arguments/usageError.ts';

const nothing = (): boolean => false;

describe('parsePlace', () => {
  it.each([
    ['a.ts', 'a.ts', null, null],
    ['a.ts:3', 'a.ts', 3, null],
    ['a.ts:3:4', 'a.ts', 3, 4],
    ['-', '-', null, null],
    ['-:2:1', '-', 2, 1],
    ['C:\\code\\a.ts:3:4', 'C:\\code\\a.ts', 3, 4],
    ['odd:name.ts', 'odd:name.ts', null, null],
    ['a:1:2:3', 'a:1', 2, 3],
  ])('reads %s', (argument, path, line, column) => {
    expect(parsePlace(argument, nothing)).toEqual({ path, line, column });
  });

  it('takes an existing file by its whole name', () => {
    expect(parsePlace('log:12:30', (path) => path === 'log:12:30')).toEqual({ path: 'log:12:30', line: null, column: null });
  });
});

describe('offsetOf', () => {
  const text = 'one\r\ntwo\r\n\r\nfour';
  const at = (line: number | null, column: number | null): number => offsetOf(text, { path: 'f', line, column });

  it.each([
    [null, null, text.length], [1, 1, 0], [1, 4, 3], [2, 1, 5], [2, null, 8], [3, 1, 10], [3, null, 10], [4, 5, 16],
  ])('finds line %s, column %s', (line, column, offset) => {
    expect(at(line, column)).toBe(offset);
  });

  it('names the lines there are', () => {
    expect(() => at(5, 1)).toThrow(new UsageError('f has lines 1 to 4; there is no line 5.'));
    expect(() => at(0, 1)).toThrow(UsageError);
  });

  it('names the columns there are, line end excluded', () => {
    expect(() => at(2, 5)).toThrow(new UsageError('Line 2 of f has columns 1 to 4; there is no column 5.'));
    expect(() => at(2, 0)).toThrow(UsageError);
  });

  it('is undone by placeOf', () => {
    for (const [line, column] of [[1, 1], [2, 3], [4, 5]] as const) expect(placeOf('f', text, at(line, column))).toBe(`f:${line}:${column}`);
  });
});
