import { describe, expect, test } from 'vitest';
import { crossFileExcerpts, excerptOf, fileHeader, type WorkedFile } from '../../../src/context/crossFile.ts';

const file = (path: string, text: string, change: Partial<WorkedFile> = {}): WorkedFile => ({ id: path, path, language: 'typescript', text, edited: null, ...change });
const here = { id: 'here.ts', path: 'src/here.ts', language: 'typescript' };

describe('the line that names a file', () => {
  test.each([
    ['typescript', '// src/a.b\n'], ['python', '# src/a.b\n'], ['css', '/* src/a.b */\n'], ['html', '<!-- src/a.b -->\n'], ['lua', '-- src/a.b\n'], ['shellscript', '# src/a.b\n'],
  ])('is a comment in %s', (language, header) => expect(fileHeader({ path: 'src/a.b', language })).toBe(header));

  test.each(['markdown', 'plaintext', 'git-commit', 'no such language'])('there is none in %s', (language) => expect(fileHeader({ path: 'src/a.b', language })).toBeNull());
  test('stays one line', () => expect(fileHeader({ path: 'a\n\r\t b.ts', language: 'typescript' })).toBe('// a b.ts\n'));
});

describe('an excerpt', () => {
  const lines = Array.from({ length: 100 }, (_, index) => `line ${index};`);
  const text = lines.join('\n');

  test('begins a little above the last edit and ends with a line', () => {
    const excerpt = excerptOf({ text, edited: 50 }).split('\n');
    expect(excerpt[0]).toBe('line 46;');
    expect(lines).toEqual(expect.arrayContaining(excerpt));
    expect(excerpt.join('\n').length).toBeLessThanOrEqual(700);
  });
  test('begins with the file where that was only looked at, or is shorter by now', () => {
    expect(excerptOf({ text, edited: null })).toMatch(/^line 0;\n/);
    expect(excerptOf({ text, edited: 3 })).toMatch(/^line 0;\n/);
    expect(excerptOf({ text: 'one\ntwo', edited: 80 })).toBe('two');
  });
  test('of one long line is nothing', () => expect(excerptOf({ text: 'x'.repeat(10_000), edited: 0 })).toBe(''));
});

describe('excerpts of other files', () => {
  test('come in the order of the work, each under its name, and end where the document begins', () => {
    expect(crossFileExcerpts([file('a.ts', 'let a;'), file('b.js', 'let b;', { language: 'javascript' })], here)).toEqual(['// a.ts\nlet a;\n\n', '// b.js\nlet b;\n\n// src/here.ts\n']);
  });
  test('are of files in the same syntax, never of the document itself nor of empty files', () => {
    expect(crossFileExcerpts([file('a.py', 'a = 1', { language: 'python' }), file('here.ts', 'let here;'), file('c.ts', ' \n ')], here)).toEqual([]);
  });
  test('are of a few files only', () => {
    const many = Array.from({ length: 9 }, (_, index) => file(`f${index}.ts`, 'x;'));
    expect(crossFileExcerpts(many, here).map((excerpt) => excerpt.split('\n')[0])).toEqual(['// f5.ts', '// f6.ts', '// f7.ts', '// f8.ts']);
  });
  test('are none in a language without comments', () => {
    expect(crossFileExcerpts([file('a.md', 'A sentence.', { language: 'markdown' })], { id: 'b', path: 'b.md', language: 'markdown' })).toEqual([]);
  });
});
