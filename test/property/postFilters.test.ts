import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CompletionShape } from '../../src/context/completionShape.ts';
import type { Place } from '../../src/context/filters/filter.ts';
import { lastLine } from '../../src/context/lines.ts';
import { postProcess } from '../../src/context/postProcess.ts';
import { scan, type Scan } from '../../src/context/syntax/scan.ts';
import { accept, repetition } from '../support/acceptance.ts';

const runs = Number(process.env['RUNS'] ?? 1);
const languages = ['typescript', 'python', 'go', 'rust', 'java', 'c', 'css', 'shellscript', 'ruby', 'php', 'markdown'] as const;
const shapes: readonly CompletionShape[] = [{ kind: 'line' }, { kind: 'line', sentence: true }, { kind: 'block', indent: 1 }, { kind: 'block', indent: 1, closer: '}' }];
const unseen = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufffd]|\p{Surrogate}/u; // eslint-disable-line no-control-regex -- what nobody sees

const piece = fc.constantFrom('(', ')', '[', ']', '{', '}', '"', "'", '`', ';', ',', ' ', '  ', '\n', '\n    ', '\t', '//', '#', '/*', '*/', '${', '\\', '=', '=>', ':', '.', 'a', 'value', 'if', 'for ', 'return ', 'über', '東', '👩‍🚀', '0');
const strange = fc.constantFrom('\u200b', '\u202e', '\u2066', '\ufeff', '\0', '\u0007', '\r\n', '\ufffd', '\ud83d', '\u{e0041}', '```\n', '```', 'value value value value ');
const code = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(''));

/** A place with a text that a model may have written for it; often it writes what stands there already. */
const written = fc.record({ before: code, after: code, language: fc.constantFrom(...languages), shape: fc.constantFrom(...shapes) })
  .chain((place) => fc.record({
    place: fc.constant<Place>({ ...place, lineEnding: '\n' }),
    text: fc.array(fc.oneof({ weight: 6, arbitrary: piece }, strange, fc.nat(8).map((length) => place.after.slice(0, length)), fc.constant(place.after), fc.constant(lastLine(place.before))), { minLength: 1, maxLength: 12 }).map((pieces) => pieces.join('')),
  }));

function flaws({ open, excess, lost, torn }: Scan): readonly number[] {
  return [open.filter(({ kind }) => kind !== 'comment').length, excess, lost, torn];
}

describe('whatever the models write', () => {
  it('leaves brackets and quotes no worse matched, nothing twice and nothing that nobody sees', () => {
    fc.assert(fc.property(written, ({ place, text }) => {
      const shown = postProcess(text, place);
      if (shown.text === '') return;
      expect(unseen.test(shown.text)).toBe(false);
      expect(repetition(place, shown)).toEqual([]);
      const seesAll = !/^\s*[ \t]\S/.test(place.before) || place.after.trim() !== '' || lastLine(place.before).trim() !== '';
      const then = flaws(scan(place.before + place.after, place.language));
      flaws(scan(accept(place, shown), place.language)).forEach((now, kind) => {
        // In prose a bracket that closes nothing may be a smile.
        if (kind === 0 || (place.language !== 'markdown' && (kind !== 1 || seesAll))) expect(now).toBeLessThanOrEqual(then[kind] ?? 0);
      });
    }), { numRuns: 1000 * runs });
  });

  it('stays as it is when it is looked at again', () => {
    fc.assert(fc.property(written, ({ place, text }) => {
      const shown = postProcess(text, place);
      if (shown.text !== '') expect(postProcess(shown.text, place)).toEqual(shown);
    }), { numRuns: 1000 * runs });
  });
});
