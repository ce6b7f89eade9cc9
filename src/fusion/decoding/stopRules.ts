import { blockEnd } from './blockEnd.ts';
import type { StopRule, StopShape } from './stopRule.ts';

/** Ends before the first newline. */
export const lineEnd: StopRule = {
  look(text) {
    const newline = text.search(/[\r\n]/);
    return newline === -1 ? { stop: null, safe: text.length } : { stop: 'line-end', keep: newline };
  },
};

/** Ends before two blank lines. */
export const blankLines: StopRule = {
  look(text) {
    const gap = text.search(/(?<=\S)[ \t]*(?:\r?\n[ \t]*){3}/);
    return gap === -1 ? { stop: null, safe: text.trimEnd().length } : { stop: 'block-end', keep: gap };
  },
};

/** Ends when the text has `maxBytes` UTF-8 bytes, between code points. */
export function longest(maxBytes: number): StopRule {
  return {
    look(text) {
      let bytes = 0;
      let keep = 0;
      for (const character of text) {
        const point = character.codePointAt(0) ?? 0;
        bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
        if (bytes > maxBytes) return { stop: 'length', keep };
        keep += character.length;
      }
      return bytes === maxBytes ? { stop: 'length', keep } : { stop: null, safe: text.length };
    },
  };
}

/** Longest unit whose repetition is noticed, UTF-16 units. */
const longestUnit = 160;
/** A stretch that repeats itself is let through up to two copies and this many characters; the rest is held back. */
const harmless = 36;
/** Copies, and characters they must fill, that end the text. A rule of 60 dashes is no runaway. */
const runaway = { copies: 4, characters: 64 };
/** A unit of this length is a sentence or a statement: two copies and this much of the third are enough. */
const sentence = { unit: 40, third: 16 };

/** Ends when the text's end says the same thing over and over, and keeps no more of it than is harmless. */
export const repetition: StopRule = {
  look(text) {
    for (let unit = 1; unit <= Math.min(longestUnit, text.length / 2); unit += 1) {
      let same = 0;
      while (same + unit < text.length && text.charCodeAt(text.length - 1 - same) === text.charCodeAt(text.length - 1 - same - unit)) same += 1;
      const stretch = same + unit;
      const kept = unit * Math.max(2, Math.ceil(harmless / unit));
      if (stretch <= kept) continue;
      const safe = text.length - stretch + kept;
      const least = unit < sentence.unit ? Math.max(runaway.characters, unit * runaway.copies) : 2 * unit + sentence.third;
      return stretch >= least ? { stop: 'repetition', keep: safe } : { stop: null, safe };
    }
    return { stop: null, safe: text.length };
  },
};

const marker = /<\|[\w▁.-]{1,32}\|>|<(?:fim_(?:prefix|suffix|middle|pad)|file_sep|repo_name|(?:start|end)_of_turn|end_of_text)>/;
const markerBeginning = /<(?:\|[\w▁.-]{0,32}\|?|f|fi|fim\w*|fi\w{1,6}|r|re|repo\w*|s|st|start\w*|e|en|end\w*)?$/;

/** Ends before text that spells out a model's control token: the model means the end, and no such text may reach a document. */
export const controlText: StopRule = {
  look(text) {
    const found = text.search(marker);
    if (found !== -1) return { stop: 'end-token', keep: found };
    const beginning = text.search(markerBeginning);
    return { stop: null, safe: beginning === -1 ? text.length : beginning };
  },
};

/** The rules of a generation. */
export function rulesFor(shape: StopShape, maxBytes: number): readonly StopRule[] {
  const general = [longest(maxBytes), repetition, controlText];
  switch (shape.kind) {
    case 'line': return [lineEnd, ...general];
    case 'block': return [blockEnd(shape.indent), ...general];
    case 'text': return [blankLines, ...general];
  }
}
