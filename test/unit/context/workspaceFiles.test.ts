import { describe, expect, it } from 'vitest';
import { chooseWorkspaceFiles, workspaceLimits, workspaceText } from '../../../src/context/workspaceFiles.ts';
import { workspaceBatches } from '../../../src/protocol/workspaceBatches.ts';
import { validate } from '../../../src/protocol/validate.ts';
import { WorkspaceRequest } from '../../../src/protocol/requests.ts';

const rules = { globs: ['*.secret.ts'], languagesOff: [] };
const file = (path: string, bytes = 100, modified = 0) => ({ path, bytes, modified });
const chosen = (files: readonly ReturnType<typeof file>[], document = 'a.ts'): readonly string[] => chooseWorkspaceFiles(files, document, rules).map(({ path }) => path);

describe('files of a workspace', () => {
  it('come with those like the document last, the latest of them at the very end', () => {
    expect(chosen([file('new.ts', 1, 9), file('new.md', 1, 99), file('old.ts', 1, 1), file('old.md', 1, 2)])).toEqual(['old.md', 'new.md', 'old.ts', 'new.ts']);
  });

  it.each(['.env', 'keys/id_rsa', 'x.secret.ts', 'node_modules/a/index.js', 'sub/dist/main.js', 'a\\out\\b.ts', '.git/config', 'package-lock.json', 'site.min.css'])('do not hold %s', (path) => {
    expect(chosen([file(path), file('src/good.ts')])).toEqual(['src/good.ts']);
  });

  it('stay within the limits, the best of them', () => {
    const { fileBytes, bytes, files } = workspaceLimits;
    expect(chosen([file('huge.ts', fileBytes + 1), file('empty.ts', 0), file('largest.ts', fileBytes)])).toEqual(['largest.ts']);
    const many = Array.from({ length: 3000 }, (_, index) => file(`f${index}.ts`, 10, index));
    expect(chosen(many)).toHaveLength(files);
    expect(chosen(many).at(-1)).toBe('f2999.ts');
    const large = Array.from({ length: 100 }, (_, index) => ({ ...file(`f${index}.ts`, 200_000, index) }));
    const total = chooseWorkspaceFiles(large, 'a.ts', rules).reduce((sum, each) => sum + each.bytes, 0);
    expect(total).toBeLessThanOrEqual(bytes);
    expect(total).toBeGreaterThan(bytes - 200_001);
  });

  it('are UTF-8 text with LF line ends, or nothing', () => {
    expect(workspaceText(Buffer.from('ä\r\nb\n'))).toBe('ä\nb\n');
    expect(workspaceText(Uint8Array.of(0x61, 0))).toBeNull();
    expect(workspaceText(Uint8Array.of(0xff, 0x61))).toBeNull();
  });

  it('travel in messages that the engine accepts, all of them and in order', () => {
    const documents = Array.from({ length: 700 }, (_, index) => ({ id: `f${index}`, text: 'x'.repeat((index % 7) * 30_000) }));
    const batches = workspaceBatches(documents);
    expect(batches.flatMap((batch) => batch.documents)).toEqual(documents);
    for (const batch of batches) {
      expect(() => validate(WorkspaceRequest, batch)).not.toThrow();
      expect(batch.documents.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThanOrEqual(500_000);
    }
    expect(workspaceBatches([])).toEqual([]);
  });
});
