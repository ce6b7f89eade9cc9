import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NearestStrings } from '../../../src/fusion/vocabulary/nearestStrings.ts';
import { nearestByBruteForce } from './bruteForce.ts';

const units = (string: string): readonly number[] => Array.from({ length: string.length }, (_, i) => string.charCodeAt(i));

function expectBruteForce(strings: readonly string[], queries: readonly string[]): void {
  const nearest = new NearestStrings(strings);
  const lists = strings.map(units);
  for (const query of queries) expect(nearest.find(query), JSON.stringify({ strings: strings.slice(0, 100), query })).toEqual(nearestByBruteForce(lists, units(query)));
}

const over = (alphabet: string, maxLength: number) => fc.string({ unit: fc.constantFrom(...Array.from(alphabet)), maxLength });

const edits = fc.array(fc.tuple(fc.nat(), fc.constantFrom('insert', 'delete', 'replace'), fc.constantFrom(...Array.from('abcdeĠ▁'))), { maxLength: 6 });

function edited(string: string, changes: readonly (readonly [at: number, kind: string, letter: string])[]): string {
  return changes.reduce((text, [at, kind, letter]) => {
    const place = at % (text.length + 1);
    return text.slice(0, place) + (kind === 'delete' ? '' : letter) + text.slice(kind === 'insert' ? place : place + 1);
  }, string);
}

describe('NearestStrings equals brute force', () => {
  test.each([
    ['few letters, many ties', over('ab', 8), 400],
    ['letters that no string has', over('abcdefgh', 6), 200],
    ['words longer than a machine word', over('abc', 70), 60],
    ['any UTF-16 unit, lone surrogates included', fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((u) => String.fromCharCode(u)), maxLength: 6 }), 200],
  ])('%s', (_, string, numRuns) => {
    fc.assert(
      fc.property(fc.array(string, { minLength: 1, maxLength: 60 }), fc.array(string, { maxLength: 15 }), (strings, queries) => expectBruteForce(strings, queries)),
      { numRuns },
    );
  });

  test('queries made by edits of listed strings', () => {
    fc.assert(
      fc.property(fc.array(over('abcdeĠ', 14), { minLength: 1, maxLength: 200 }), fc.array(fc.tuple(fc.nat(), edits), { maxLength: 12 }), (strings, wanted) =>
        expectBruteForce(
          strings,
          wanted.map(([number, changes]) => edited(strings[number % strings.length] ?? '', changes)),
        ),
      ),
      { numRuns: 200 },
    );
  });

  test('edits of strings about as long as a machine word', () => {
    const string = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 30, maxLength: 40 });
    fc.assert(
      fc.property(fc.array(string, { minLength: 2, maxLength: 40 }), edits, (strings, changes) => expectBruteForce(strings.slice(1), strings.map((s) => edited(s, changes)))),
      { numRuns: 60 },
    );
  });

  // Only here are the lists of rare grams so long that they are narrowed by length and position.
  test('thousands of strings of few letters', () => {
    const strings = fc.sample(fc.string({ unit: fc.constantFrom(...Array.from('abcdefg')), minLength: 3, maxLength: 12 }), { numRuns: 4000, seed: 7 });
    const queries = fc.sample(fc.tuple(fc.nat(), edits), { numRuns: 400, seed: 8 }).map(([number, changes]) => edited(strings[number % strings.length] ?? '', changes));
    expectBruteForce(strings, queries);
  });
});
