import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decode, readDocument } from '../../../../src/cli/documents/documentFile.ts';
import { languageOf } from '../../../../src/context/languageOf.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'packllm-document-'));
  await writeFile(join(folder, 'empty.txt'), '');
  await writeFile(join(folder, 'crlf.txt'), 'a\r\nb');
});
afterAll(() => rm(folder, { recursive: true }));

const read = (path: string, input: readonly string[] = []): Promise<string> => readDocument(path, Readable.from(input.map((chunk) => Buffer.from(chunk))));

describe('reading a document', () => {
  it('keeps line ends', async () => {
    expect(await read(join(folder, 'crlf.txt'))).toBe('a\r\nb');
  });

  it('reads standard input to its end', async () => {
    expect(await read('-', ['let x', ' = 1;'])).toBe('let x = 1;');
  });

  it.each([
    ['missing.txt', 'does not exist'], ['empty.txt', 'is empty'], ['.', 'is a folder'], ['crlf.txt/x', 'does not exist'],
  ])('says what is wrong with %s', async (name, problem) => {
    await expect(read(join(folder, name))).rejects.toMatchObject({ code: 'document-unreadable', message: expect.stringContaining(problem) as string });
  });

  it.each(['.env', 'id_rsa', 'server.pem', '.aws/credentials'])('leaves %s alone, whatever it holds', async (name) => {
    await expect(read(join(folder, name))).rejects.toMatchObject({ code: 'document-unreadable', message: expect.stringContaining('may hold secrets') as string });
  });

  it('says when standard input is empty', async () => {
    await expect(read('-')).rejects.toThrow('Standard input is empty.');
  });

  it.each([
    ['binary', [0x47, 0x00, 0x01], 'is a binary file'], ['UTF-16', [0xff, 0xfe, 0x41, 0x00], 'is UTF-16'], ['Latin-1', [0x63, 0xe9, 0x21], 'is not UTF-8'],
  ])('refuses %s bytes', (_, bytes, problem) => {
    expect(() => decode('f', Uint8Array.from(bytes))).toThrow(problem);
  });

  it('drops a byte order mark', () => {
    expect(decode('f', Uint8Array.from([0xef, 0xbb, 0xbf, 0x41]))).toBe('A');
  });
});

describe('languageOf', () => {
  it.each([['a/b.TS', 'typescript'], ['x.py', 'python'], ['README.md', 'markdown'], ['Makefile', 'makefile'], ['-', ''], ['x.unheard', '']])('%s is %s', (path, language) => {
    expect(languageOf(path)).toBe(language);
  });
});
