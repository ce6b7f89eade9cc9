import { describe, expect, test } from 'vitest';
import { crossFileExcerpts, excerptOf, fileHeader, type WorkedFile } from '../../../src/context/crossFile.ts';

const file = (path: string, text: string, change: Partial<WorkedFile> = {}): WorkedFile => ({ id: path, path, language: 'typescript', text, ...change });
const here = { id: 'here.ts', path: 'src/here.ts', language: 'typescript' };

describe('the line that names a file', () => {
  test.each([
    ['typescript', '// src/a.b\n'], ['python', '# src/a.b\n'], ['css', '/* src/a.b */\n'], ['html', '<!-- src/a.b -->\n'], ['lua', '-- src/a.b\n'], ['shellscript', '# src/a.b\n'],
  ])('is a comment in %s', (language, header) => expect(fileHeader({ path: 'src/a.b', language })).toBe(header));

  test.each(['markdown', 'plaintext', 'git-commit', 'no such language'])('there is none in %s', (language) => expect(fileHeader({ path: 'src/a.b', language })).toBeNull());
  test('stays one line', () => expect(fileHeader({ path: 'a\n\r\t b.ts', language: 'typescript' })).toBe('// a b.ts\n'));
});

describe('an excerpt', () => {
  const lines = Array.from({ length: 100 }, (_, index) => `line${index} of the file;`);
  const text = lines.join('\n');

  test('is the whole lines that have most words in common with the text before the cursor', () => {
    const excerpt = excerptOf(text, new Set(['line62', 'line63', 'unknown'])).text.split('\n');
    expect(lines).toEqual(expect.arrayContaining(excerpt));
    expect(excerpt).toContain('line62 of the file;');
    expect(excerpt.join('\n').length).toBeLessThanOrEqual(700);
  });
  test('is nothing where no word is in common, nor of one long line', () => {
    expect(excerptOf(text, new Set(['unknown']))).toEqual({ text: '', likeness: 0 });
    expect(excerptOf('word '.repeat(3000), new Set(['word'])).text).toBe('');
  });
  test('of the longest file is found at once', () => {
    expect(excerptOf('let some = words + in(a, line);\n'.repeat(3000), new Set(['words'])).text).toMatch(/^let some/u);
  });
});

describe('excerpts of other files', () => {
  test('stand each under its name, the most similar last, and end where the document begins', () => {
    const files = [file('a.ts', 'let alpha = beta;'), file('b.js', 'let beta;', { language: 'javascript' }), file('c.ts', 'nothing;')];
    expect(crossFileExcerpts(files, here, 'alpha(beta')).toEqual(['// b.js\nlet beta;\n\n', '// a.ts\nlet alpha = beta;\n\n// src/here.ts\n']);
  });
  test('are of files in the same syntax, never of the document itself nor of empty files', () => {
    expect(crossFileExcerpts([file('a.py', 'word = 1', { language: 'python' }), file('here.ts', 'let word;', { id: 'here.ts' }), file('c.ts', ' \n ')], here, 'word')).toEqual([]);
  });
  test('are of a few files only', () => {
    const many = Array.from({ length: 9 }, (_, index) => file(`f${index}.ts`, `word; ${'other words '.repeat(9 - index)}`));
    expect(crossFileExcerpts(many, here, 'word').map((excerpt) => excerpt.split('\n')[0])).toEqual(['// f5.ts', '// f6.ts', '// f7.ts', '// f8.ts']);
  });
  test('are none in a language without comments', () => {
    expect(crossFileExcerpts([file('a.md', 'A word.', { language: 'markdown' })], { id: 'b', path: 'b.md', language: 'markdown' }, 'word')).toEqual([]);
  });
});
