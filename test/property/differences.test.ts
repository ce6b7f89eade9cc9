import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differences, placesOf, type Stretch } from '../../src/webview/model/differences.ts';

const text = fc.array(fc.oneof(fc.constantFrom('sum', 'order', '.', '(', ')', ' ', '\n', ', ', 'price', '=>', 'ß', '漢字', '😀', '0'), fc.string({ unit: 'grapheme', maxLength: 3 })), { maxLength: 30 }).map((parts) => parts.join(''));
const joined = (stretches: readonly Stretch[], ...kinds: readonly Stretch['kind'][]): string => stretches.filter(({ kind }) => kinds.includes(kind)).map((stretch) => stretch.text).join('');

describe('differences between two texts', () => {
  it('leave both texts whole', () => {
    fc.assert(fc.property(text, text, (base, own) => {
      const stretches = differences(base, own);
      expect(joined(stretches, 'same', 'own')).toBe(own);
      expect(joined(stretches, 'same', 'missing')).toBe(base);
      expect(stretches.every((stretch) => stretch.text !== '')).toBe(true);
    }), { numRuns: 300 });
  });

  it('are none exactly where the texts are the same', () => {
    fc.assert(fc.property(text, text, (base, own) => {
      expect(placesOf(differences(base, base))).toBe(0);
      expect(placesOf(differences(base, own)) === 0).toBe(base === own);
    }), { numRuns: 300 });
  });

  it('alternate: no two stretches of a kind side by side, and what is missing before what is there instead', () => {
    fc.assert(fc.property(text, text, (base, own) => {
      const kinds = differences(base, own).map(({ kind }) => kind).join(' ');
      expect(kinds).not.toMatch(/same same|own own|missing missing|own missing/u);
    }), { numRuns: 300 });
  });
});
