import type { StopRule } from './stopRule.ts';

/** Longest unit whose repetition is noticed, UTF-16 units. */
const longestUnit = 160;
/** Copies, and characters they must fill, that end the text. */
const runaway = { copies: 4, characters: 64 };
/** A unit of so few characters ends the text sooner: nobody means eleven of them in a row. */
const short = { unit: 3, characters: 32 };
/** A unit of this length is a statement: two copies and this much of the third are enough. */
const long = { unit: 40, third: 16 };
/** Of a sentence, a unit of this length with a full stop inside, two copies are enough. */
const sentence = { unit: 16, end: /[.!?]["')\]]?\s/ };
/** A ruler under a heading or in a comment is as long as a line at most, and so is indentation. */
const ruler = { unit: /^(?:[-=#*_~+/\\]{1,2}|[ \t]+)$/, characters: 80 };

/** Characters that a unit's copies must fill to end the text. */
function bound(unit: string): number {
  const { length } = unit;
  if (length > long.unit) return 2 * length + long.third;
  if (length >= sentence.unit && sentence.end.test(unit + unit)) return 2 * length;
  return length <= short.unit ? short.characters : Math.max(runaway.characters, runaway.copies * length);
}

/** A number that may get more digits. Half a number is a wrong number. */
const openNumber = /\d[\d._]*$/;
const beforeOpenNumber = (text: string): number => {
  const at = text.search(openNumber);
  return at === -1 ? text.length : at;
};

/**
 * Ends when the text's end says the same thing over and over, and keeps it once. Until that is certain, whatever only repeats what stands
 * right before it is held back; so is a number until it is complete, for characters that run away are cut with the number they belong to.
 * Rulers and indentation are let through up to the length of a line.
 */
export const repetition: StopRule = {
  look(text) {
    let safe = beforeOpenNumber(text);
    let widest = 0;
    for (let unit = 1; unit <= Math.min(longestUnit, text.length - 1); unit += 1) {
      let same = 0;
      while (same + unit < text.length && text.charCodeAt(text.length - 1 - same) === text.charCodeAt(text.length - 1 - same - unit)) same += 1;
      const stretch = same + unit;
      if (same === 0 || stretch <= widest) continue;
      widest = stretch;
      const start = text.length - stretch;
      const repeated = text.slice(start, start + unit);
      const isRuler = ruler.unit.test(repeated);
      const once = unit <= short.unit ? beforeOpenNumber(text.slice(0, start + unit)) : start + unit;
      const keep = isRuler ? Math.min(text.length, start + ruler.characters) : once;
      const least = isRuler ? ruler.characters + 1 : bound(repeated);
      if (stretch >= least) return { stop: 'repetition', keep: Math.min(keep, safe) };
      safe = Math.min(safe, keep);
    }
    return { stop: null, safe };
  },
};
