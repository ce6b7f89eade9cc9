import { blockEnd } from './blockEnd.ts';
import { nextTurn } from './nextTurn.ts';
import { repeatedLines } from './repeatedLines.ts';
import { repetition } from './repetition.ts';
import { sentenceEnd } from './sentenceEnd.ts';
import type { StopRule, StopShape, Verdict } from './stopRule.ts';

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

/** Ends when the text has `maxBytes` UTF-8 bytes, between code points, without the end that `holding` does not let go. */
export function longest(maxBytes: number, holding: StopRule | null = null): StopRule {
  const upTo = (text: string, length: number): Verdict => {
    const kept = holding?.look(text.slice(0, length));
    return { stop: 'length', keep: kept?.stop === null ? kept.safe : length };
  };
  return {
    look(text) {
      let bytes = 0;
      let keep = 0;
      for (const character of text) {
        const point = character.codePointAt(0) ?? 0;
        bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
        if (bytes > maxBytes) return upTo(text, keep);
        keep += character.length;
      }
      return bytes === maxBytes ? upTo(text, keep) : { stop: null, safe: text.length };
    },
  };
}

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
  const general = [repetition, controlText];
  switch (shape.kind) {
    case 'line': return [lineEnd, ...(shape.sentence === true ? [sentenceEnd] : []), longest(maxBytes), ...general];
    case 'block': return [blockEnd(shape.indent, shape.closer), longest(maxBytes), ...general];
    case 'text': return [blankLines, repeatedLines, longest(maxBytes, repeatedLines), ...general];
    case 'answer': return [nextTurn, ...rulesFor({ kind: 'text' }, maxBytes)];
  }
}
