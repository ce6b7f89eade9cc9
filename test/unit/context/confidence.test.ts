import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { confidenceOf, surePart, type JudgedPiece } from '../../../src/context/confidence.ts';
import { matcherAt } from '../../../src/context/filters/matched.ts';
import { openIn } from '../../../src/context/syntax/scan.ts';

/** Pieces from a text in which `|` separates them; one that begins with `?` is doubtful. */
function pieces(marked: string): JudgedPiece[] {
  return marked.split('|').map((text) => (text.startsWith('?') ? { text: text.slice(1), probability: 0.1 } : { text, probability: 0.8 }));
}

function fitting(before: string, language: string): (text: string) => boolean {
  const fits = matcherAt({ before, after: '', language, shape: { kind: 'line' }, lineEnding: '\n' });
  return (text) => fits({ text, replaceRight: 0 });
}

const sure = (marked: string, before = '', language = 'typescript'): string => surePart(pieces(marked), 0.3, fitting(before, language));

describe('how sure the pack is', () => {
  test('is as sure as the least certain piece', () => {
    expect(confidenceOf(pieces('const|? a| = 1'))).toBe(0.1);
    expect(confidenceOf([])).toBe(1);
  });

  test.each([
    ['nothing is doubtful', 'return| total|;', 'return total;'],
    ['the first piece is doubtful', '?return| total;', ''],
    ['cut before the first doubtful piece, without the space', 'return| this|.total|? +| 1;', 'return this.total'],
    ['never inside a word', 'return| first|Total|?Of|All;', 'return'],
    ['nor before a mark that a word goes on after', 'compute| total_|?sum;', 'compute'],
    ['a call that would stay open is not begun', 'const| sum| = |add|(a, |?b);', 'const sum = add'],
    ['a call that is closed stays', 'const| sum| = |add|(a)|? +| 1;', 'const sum = add(a)'],
    ['a string that would stay open is not begun', 'print(|"hello |?world")', 'print'],
    ['too little to be worth it', 'if|? (a)', ''],
    ['whole lines where there are some', 'first();\n|second(|?third);\n', 'first();'],
    ['and what they open is closed', 'first();\nif (a) {\n|?  second();\n}\n', 'first();'],
    ['an opened block alone is nothing', 'if (abc) {\n|?  second();\n}\n', ''],
    ['emoji are whole', 'say| 👩‍🚀👩‍🚀|?👩‍🚀', 'say 👩‍🚀👩‍🚀'],
  ])('%s', (_, marked, expected) => {
    expect(sure(marked)).toBe(expected);
  });

  test('prose ends between words, and an apostrophe opens nothing', () => {
    expect(sure('It| doesn\'t| matter|? whatever.', '', 'markdown')).toBe('It doesn\'t matter');
  });

  test('what was open before the cursor may stay open', () => {
    expect(sure('first|, second|, |?third)', 'f(')).toBe('first, second,');
    expect(sure('hello| world|? and"', 'say("')).toBe('hello world');
  });

  test('is a beginning of the text whose pieces are all sure enough and whose brackets are closed, and all of it at 0', () => {
    const piece = fc.record({ text: fc.stringMatching(/^[a-z_ (){}[\];"'\n]{1,6}$/), probability: fc.double({ min: 0, max: 1, noNaN: true }) });
    fc.assert(fc.property(fc.array(piece, { maxLength: 12 }), fc.double({ min: 0, max: 1, noNaN: true }), (all, minimum) => {
      const whole = all.map(({ text }) => text).join('');
      const kept = surePart(all, minimum, fitting('', 'typescript'));
      expect(whole.startsWith(kept)).toBe(true);
      expect(surePart(all, 0, fitting('', 'typescript'))).toBe(whole);
      let at = 0;
      for (const { text, probability } of all) {
        if (at < kept.length) expect(probability).toBeGreaterThanOrEqual(minimum);
        at += text.length;
      }
      if (kept === whole) return;
      expect(openIn(kept, 'typescript')).toEqual([]);
      expect(kept).not.toMatch(/\s$/);
      expect(/\w$/.test(kept) && /^\w/.test(whole.slice(kept.length))).toBe(false);
    }), { numRuns: Number(process.env['RUNS'] ?? 200) });
  });
});
