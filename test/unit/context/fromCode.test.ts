import { describe, expect, it } from 'vitest';
import { completionShape } from '../../../src/context/completionShape.ts';
import { fromCode } from '../../../src/context/syntax/fromCode.ts';

const documented = Array.from({ length: 40 }, (_, at) => `def count${String(at)}(text):\n    """Counts the user's words (all of them).\n\n    Empty texts have none."""\n    return len(text)\n\n\n`).join('');
const inDocstring = documented.slice(documented.indexOf('Counts'));

describe('a document that was cut anywhere', () => {
  it('is read from where it is code', () => {
    expect(fromCode(inDocstring, 'python')).toBe(inDocstring.slice(inDocstring.indexOf('"""') + 3));
    expect(completionShape(`${inDocstring}def run():`, '', 'auto', 'python')).toEqual({ kind: 'block', indent: 1 });
  });

  it('stays as it is where it begins with code, or is too short to have been cut', () => {
    expect(fromCode(documented, 'python')).toBe(documented);
    const short = 'words (all of them)."""\ndef run():\n    """Runs."""\n';
    expect(fromCode(short, 'python')).toBe(short);
  });

  it('leaves the rest of a comment out', () => {
    const code = 'int a = 1;\n'.repeat(300);
    expect(fromCode(` * Counts "words.\n * Runs.\n */\n${code}`, 'c')).toBe(`\n${code}`);
  });
});
