import { describe, expect, it } from 'vitest';
import { blockEnd } from '../../../src/fusion/decoding/blockEnd.ts';
import { blankLines, controlText, lineEnd, longest, repetition } from '../../../src/fusion/decoding/stopRules.ts';
import type { StopRule } from '../../../src/fusion/decoding/stopRule.ts';

/** What is left of a text that arrives character by character, and whether anything beyond recall was taken back. */
function run(rule: StopRule, text: string): { readonly kept: string; readonly stop: string | null } {
  let safe = 0;
  for (let length = 1; length <= text.length; length += 1) {
    const verdict = rule.look(text.slice(0, length));
    if (verdict.stop !== null) {
      expect(verdict.keep).toBeGreaterThanOrEqual(safe);
      return { kept: text.slice(0, verdict.keep), stop: verdict.stop };
    }
    expect(verdict.safe).toBeLessThanOrEqual(length);
    safe = Math.max(safe, verdict.safe);
  }
  return { kept: text, stop: null };
}

describe('line end', () => {
  it.each([
    ['return 1;\nnext', 'return 1;'],
    ['return 1;\r\nnext', 'return 1;'],
    ['\nnext', ''],
  ])('%j ends as %j', (text, kept) => expect(run(lineEnd, text)).toEqual({ kept, stop: 'line-end' }));

  it('goes on without a newline', () => expect(run(lineEnd, 'return 1;')).toEqual({ kept: 'return 1;', stop: null }));
});

describe('block end', () => {
  const cases: readonly (readonly [name: string, indent: number, text: string, kept: string])[] = [
    ['before a line indented less', 1, '\n    return 1;\n}\nnext', '\n    return 1;'],
    ['before a line indented less, after a blank one', 4, '\n    return 1;\n\nnext', '\n    return 1;'],
    ['after the bracket that the text opened', 0, 'const a = {\n  x: 1,\n};\nconst b', 'const a = {\n  x: 1,\n};'],
    ['not between } and else {', 1, '\n  if (a) {\n    b;\n  } else {\n    c;\n  }\n  d;', '\n  if (a) {\n    b;\n  } else {\n    c;\n  }'],
    ['where a unit begun by indentation is complete', 4, '\n    if a:\n        b\n    return c', '\n    if a:\n        b'],
    ['at a blank line between units', 4, '\n    a = 1\n    b = 2\n\n    c = 3', '\n    a = 1\n    b = 2'],
    ['with CRLF, without its last carriage return', 1, '\r\n    return 1;\r\n}\r\n', '\r\n    return 1;'],
    ['with tabs', 1, '\n\treturn 1\n}\n', '\n\treturn 1'],
  ];
  it.each(cases)('%s', (_, indent, text, kept) => expect(run(blockEnd(indent), text)).toEqual({ kept, stop: 'block-end' }));

  it('goes through a blank line inside a deeper unit', () => {
    const text = '\n  for (;;) {\n    a;\n\n    b;';
    expect(run(blockEnd(1), text)).toEqual({ kept: text, stop: null });
  });

  it('holds a newline back until the next line shows where it stands', () => {
    expect(blockEnd(1).look('\n  a;\n  ')).toEqual({ stop: null, safe: '\n  a;'.length });
  });
});

describe('text', () => {
  it('ends before two blank lines', () => expect(run(blankLines, 'One.\n\nTwo.\n\n\nThree')).toEqual({ kept: 'One.\n\nTwo.', stop: 'block-end' }));
  it('does not count blank lines before the first word', () => expect(run(blankLines, '\n\n\nOne.').stop).toBeNull());
});

describe('length', () => {
  it.each([
    ['abcdef', 4, 'abcd'],
    ['añb', 2, 'a'],
    ['a😀b', 4, 'a'],
    ['a😀b', 5, 'a😀'],
  ])('%j in %i bytes is %j', (text, bytes, kept) => {
    const verdict = longest(bytes).look(text);
    expect(verdict.stop).toBe('length');
    expect(text.slice(0, verdict.stop === null ? undefined : verdict.keep)).toBe(kept);
  });
});

describe('repetition', () => {
  it.each([
    ['phrase', 'Well:', 'and so on and on, ', 2],
    ['line', 'a', '    items.append(item)\n', 2],
    ['character', 'x', '.', 36],
    ['sentence', 'So:', ' The laws of motion are the laws that describe how bodies move.', 2],
  ])('keeps what is harmless of a %s', (_, start, unit, copies) => {
    expect(run(repetition, start + unit.repeat(80))).toEqual({ kept: start + unit.repeat(copies), stop: 'repetition' });
  });

  it.each(['0, 0, 0, 0, 0, 0', '='.repeat(60), '        return', 'the cat and the dog and the bird and the bee'])('lets %j be', (text) => {
    expect(run(repetition, text)).toEqual({ kept: text, stop: null });
  });

  it('lets held text go when it goes on differently', () => {
    const text = `${'-'.repeat(50)} end`;
    expect(repetition.look(text)).toEqual({ stop: null, safe: text.length });
  });
});

describe('control text', () => {
  it.each(['<|endoftext|>', '<|fim_middle|>', '<fim_suffix>', '<end_of_turn>'])('never lets %s through', (marker) => {
    expect(run(controlText, `x = 1${marker}y`)).toEqual({ kept: 'x = 1', stop: 'end-token' });
  });

  it.each(['a < b', '<div>', 'x <| y', 'if (a <', '<string>'])('lets %j be', (text) => expect(run(controlText, `${text} `).stop).toBeNull());
});
