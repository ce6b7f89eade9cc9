import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockEnd } from '../../../src/fusion/decoding/blockEnd.ts';
import { nextTurn } from '../../../src/fusion/decoding/nextTurn.ts';
import { repeatedLines } from '../../../src/fusion/decoding/repeatedLines.ts';
import { repetition } from '../../../src/fusion/decoding/repetition.ts';
import { sentenceEnd } from '../../../src/fusion/decoding/sentenceEnd.ts';
import { blankLines, controlText, lineEnd, longest } from '../../../src/fusion/decoding/stopRules.ts';
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

describe('sentence end', () => {
  it.each([
    ['the cache is empty. It is filled later.', 'the cache is empty.'],
    ['see Fig. 3 for e.g. the curve. Next', 'see Fig. 3 for e.g. the curve.'],
    ['it takes 1.5 s in node.js, does it? Yes', 'it takes 1.5 s in node.js, does it?'],
    ['he said "stop it now." Then', 'he said "stop it now."'],
    ['Yes. Then we go on. Later', 'Yes. Then we go on.'],
    ['one line\nanother. x', 'one line\nanother.'],
  ])('%j ends as %j', (text, kept) => expect(run(sentenceEnd, text)).toEqual({ kept, stop: 'line-end' }));

  it.each(['no mark at all', 'an end without a space.', 'by A. B. Smith and'])('goes on in %j', (text) => expect(run(sentenceEnd, text).stop).toBeNull());
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

  const closed: readonly (readonly [name: string, closer: string, text: string, kept: string])[] = [
    ['a bracket', '}', '\n  return 1;\n}\nnext', '\n  return 1;\n}'],
    ['what follows the bracket', '}', '\n  a();\n});\nnext', '\n  a();\n});'],
    ['an else branch', '}', '\n  a();\n} else {\n  b();\n}\nnext', '\n  a();\n} else {\n  b();\n}'],
    ['a word', 'end', '\n  a\nend\n\ndef b', '\n  a\nend'],
    ['a word after another branch', 'fi', '\n  a\nelse\n  b\nfi\nnext', '\n  a\nelse\n  b\nfi'],
    ['a tag', '</p>', '\n  text\n</p>\n<p>', '\n  text\n</p>'],
    ['nothing where another word stands', 'end', '\n  a\nnext\nend', '\n  a'],
  ];
  it.each(closed)('goes to the end of what was open: %s', (_, closer, text, kept) => expect(run(blockEnd(1, closer), text)).toEqual({ kept, stop: 'block-end' }));

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
    ['phrase', 'Well:', ' and so on and on,'],
    ['line', 'a', '\n    items.append(item)'],
    ['character', 'Oh n', 'o'],
    ['few characters', 'It is', ' la'],
    ['empty list item', 'Steps:', '\n-'],
    ['sentence', 'So:', ' It is a data structure that is used to store data in a hash-based manner.'],
    ['short sentence', 'So:', ' Back up your files.'],
    ['statement', '', '\n<h3>Question: What is the capital of France?</h3>'],
  ])('keeps the first of a %s that comes again and again', (_, start, unit) => {
    expect(run(repetition, start + unit.repeat(80))).toEqual({ kept: start + unit, stop: 'repetition' });
  });

  it('cuts digits with the number they belong to', () => {
    expect(run(repetition, `max = 1${'0'.repeat(80)}`)).toEqual({ kept: 'max = ', stop: 'repetition' });
  });

  it('keeps a ruler to the length of a line', () => {
    expect(run(repetition, `// ${'='.repeat(200)}`)).toEqual({ kept: `// ${'='.repeat(80)}`, stop: 'repetition' });
  });

  it.each([
    '0, 0, 0, 0, 0, 0', '='.repeat(60), '// ' + '-'.repeat(76), '        return', 'the cat and the dog and the bird and the bee', '0x0000000000000000',
    '      a,\n      a,\n      a,\n', 'It is very, very, very good.', 'i += 1;\n  j += 1;\n  k += 1;\n', '| --- | --- | --- | --- |',
  ])('lets %j be', (text) => {
    expect(run(repetition, text)).toEqual({ kept: text, stop: null });
  });

  it('holds a second copy back until it goes on differently', () => {
    expect(repetition.look('ab ab')).toEqual({ stop: null, safe: 'ab '.length });
    expect(repetition.look('ab abc')).toEqual({ stop: null, safe: 'ab abc'.length });
  });

  it('never ends a text in which nothing comes twice', () => {
    fc.assert(fc.property(fc.uniqueArray(fc.stringMatching(/^[a-z]{2,9}$/), { maxLength: 60 }), fc.constantFrom(' ', '\n', '\n- ', ', '), (words, between) => {
      const text = words.join(between);
      for (const rule of [repetition, repeatedLines]) expect(run(rule, text)).toEqual({ kept: text, stop: null });
    }));
  });
});

describe('repeated lines', () => {
  const list = ' You can restore it:\n\n1. Open the file.\n2. Click on the backup icon.';
  it.each([
    ['a numbered step', `${list}\n3. Click on the backup icon.\n4. Click`, list],
    ['a step further up', `${list}\n3. Open the file.\n`, list],
    ['a line of prose', 'One fine day.\nThen rain.\nOne fine day.\n', 'One fine day.\nThen rain.'],
    ['a line with another number', 'Step 1 is to wait.\nStep 2 is to wait.\n', 'Step 1 is to wait.'],
    ['a second empty item', 'Steps:\n\n-\n\n-\n', 'Steps:'],
    ['a second empty number', 'Steps:\n1.\n2.\n', 'Steps:'],
    ['empty items and nothing else', '\n\n-\n-\n', ''],
  ])('ends before %s', (_, text, kept) => {
    const found = run(repeatedLines, text);
    expect({ ...found, kept: found.kept.trimEnd() }).toEqual({ kept, stop: 'repetition' });
    expect(found.kept).toMatch(/\n$|^$/);
  });

  it.each([
    ['code', '    return null;\n  }\n    return null;\n'],
    ['code that is not indented', 'f(a, b);\ng();\nf(a, b);\n'],
    ['short lines', 'Yes.\nNo.\nYes.\n'],
    ['headings with numbers', 'Chapter 1\nIt begins.\nChapter 2\n'],
    ['one empty item', '-\n- one\n-\n- two\n'],
    ['lines that go on differently', '1. Click on the icon.\n2. Click on the icon of the file.\n'],
  ])('lets %s be', (_, text) => expect(run(repeatedLines, text)).toEqual({ kept: text, stop: null }));

  it('holds a line back for as long as it may be one that was said', () => {
    const said = '1. Open the file.';
    expect(repeatedLines.look(`${said}\n2. Open the f`)).toEqual({ stop: null, safe: said.length });
    expect(repeatedLines.look(`${said}\n2. Open the g`)).toEqual({ stop: null, safe: `${said}\n2. Open the g`.length });
  });

  it('are not let go by the length either', () => {
    const said = '1. Open the file.';
    expect(longest(30, repeatedLines).look(`${said}\n2. Open the file`)).toEqual({ stop: 'length', keep: said.length });
  });
});

describe('next turn', () => {
  it.each([
    'Question: And what?', 'Q: And what?', 'Answer: That.', 'User: And?', '**Question**: And?', '**Question:** And?', '## Question', '### Question 2: And?', '<h3>Question: And?</h3>',
    '<p><strong>Answer</strong>: That.', '- Question: And?', '2. Question: And?', '> Human: And?', 'Question 3: And?',
  ])('an answer ends before %s', (turn) => {
    expect(run(nextTurn, ` A table.\n\n${turn}`)).toEqual({ kept: ' A table.', stop: 'end-token' });
    expect(run(nextTurn, turn)).toEqual({ kept: '', stop: 'end-token' });
  });

  it.each(['One.\nQuests are fun.', 'One.\nThe question: what?', 'As follows:\n\n1. Question everything.\n', '\n<p>A: b</p>'.replace('A', 'An apple'), 'Ask a\nquestion'])('lets %j be', (text) => {
    expect(run(nextTurn, text)).toEqual({ kept: text, stop: null });
  });

  it('holds a line back for as long as it may be one', () => {
    expect(nextTurn.look('One.\n\n<h3>Ques')).toEqual({ stop: null, safe: 'One.'.length });
    expect(nextTurn.look('One.\n\nQuestions a')).toEqual({ stop: null, safe: 'One.\n\nQuestions a'.length });
  });
});

describe('control text', () => {
  it.each(['<|endoftext|>', '<|fim_middle|>', '<fim_suffix>', '<end_of_turn>'])('never lets %s through', (marker) => {
    expect(run(controlText, `x = 1${marker}y`)).toEqual({ kept: 'x = 1', stop: 'end-token' });
  });

  it.each(['a < b', '<div>', 'x <| y', 'if (a <', '<string>'])('lets %j be', (text) => expect(run(controlText, `${text} `).stop).toBeNull());
});
