import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { failures } from '../../base/errors.ts';
import { isExcluded, type ExclusionRules } from '../../context/exclusion.ts';

/** Larger files are not source text; reading them whole would only fill the memory. */
const largestFile = 64 * 1024 * 1024;

/** As in the editor, files that hold secrets are left alone; the user's own globs are the editor's. */
const rules: ExclusionRules = { globs: [], languagesOff: [] };

/** Reads a text document; `-` is standard input. @throws PackError `document-unreadable`, with the reason. */
export async function readDocument(path: string, stdin: NodeJS.ReadableStream): Promise<string> {
  const exclusion = path === '-' ? null : isExcluded(resolve(path), '', rules);
  if (exclusion !== null) throw failures.documentUnreadable(path, `is left alone, for files like ${exclusion.rule} may hold secrets`);
  const bytes = path === '-' ? await buffer(stdin) : await readBytes(path);
  return decode(path === '-' ? 'Standard input' : path, bytes);
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    const entry = await stat(path);
    if (entry.isDirectory()) throw failures.documentUnreadable(path, 'is a folder');
    if (entry.size > largestFile) throw failures.documentUnreadable(path, `is larger than ${largestFile / 1024 / 1024} MB`);
    return await readFile(path);
  } catch (thrown) {
    throw asUnreadable(path, thrown);
  }
}

function asUnreadable(path: string, thrown: unknown): unknown {
  if (!(thrown instanceof Error && 'code' in thrown)) return thrown;
  switch (thrown.code) {
    case 'ENOENT':
    case 'ENOTDIR': return failures.documentUnreadable(path, 'does not exist');
    case 'EACCES':
    case 'EPERM': return failures.documentUnreadable(path, 'may not be read (permission denied)');
    case 'ENAMETOOLONG': return failures.documentUnreadable(`${path.slice(0, 60)}…`, 'is too long for a path');
    default: return thrown;
  }
}

/** UTF-8 only, a byte order mark dropped; line ends stay as they are. */
export function decode(name: string, bytes: Uint8Array): string {
  if (bytes.length === 0) throw failures.documentUnreadable(name, 'is empty');
  const problem = encodingProblem(bytes);
  if (problem !== null) throw failures.documentUnreadable(name, problem);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw failures.documentUnreadable(name, 'is not UTF-8 text');
  }
}

function encodingProblem(bytes: Uint8Array): string | null {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return 'is UTF-16 text, and only UTF-8 is read';
  return bytes.includes(0) ? 'is a binary file' : null;
}
