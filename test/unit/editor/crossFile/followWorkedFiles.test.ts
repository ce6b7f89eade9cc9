import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ConfigurationChangeEvent } from 'vscode';
import { Emitter } from '../../../../src/base/emitter.ts';
import { silentLogger } from '../../../../src/base/logger.ts';
import type { CrossFile as CrossFileOf } from '../../../../src/editor/crossFile/crossFile.ts';
import type { EditorSettingValues } from '../../../../src/protocol/editorSettings.ts';
import { ManualClock } from '../../../support/manualClock.ts';
import { EditorScene } from '../support/editorScene.ts';
import { settingsWith } from '../support/places.ts';

let scene: EditorScene;
let clock: ManualClock;
let crossFile: CrossFileOf;
let following: { dispose(): void };
let values: Partial<EditorSettingValues>;
let changes: Emitter<ConfigurationChangeEvent>;
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'packllm-worked-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

beforeEach(() => {
  scene = new EditorScene(folder);
  clock = new ManualClock();
  values = { crossFileContext: true };
  changes = new Emitter();
});

/** The user has been in these files, the last of which he is in now. */
async function begin(...names: readonly string[]): Promise<void> {
  vi.resetModules();
  vi.doMock('vscode', () => scene.api);
  const { followWorkedFiles } = await import('../../../../src/editor/crossFile/followWorkedFiles.ts');
  const { FrontDocument } = await import('../../../../src/editor/cursor/frontDocument.ts');
  ({ crossFile, following } = followWorkedFiles({ settings: () => settingsWith(values), onChange: changes.event }, new FrontDocument(), clock, silentLogger));
  for (const name of names) {
    scene.open(name, `const ${name.replaceAll(/\W/gu, '_')} = order(total);\n`);
    scene.show(name);
  }
}

function set(change: Partial<EditorSettingValues>): void {
  values = { ...values, ...change };
  changes.fire({ affectsConfiguration: (name) => Object.keys(change).includes(name.replace('packllm.', '')) });
}

/** Names of the files that a prompt in this document shows. */
function shownIn(name: string): readonly string[] {
  return crossFile.excerptsFor(scene.uri(name)).map((excerpt) => /^\/\/ (\S+)/u.exec(excerpt)?.[1] ?? '');
}

/** Git is asked in a process of its own. */
const expectIn = (name: string) => expect.poll(() => shownIn(name), { timeout: 10_000 });

describe('the files that the user worked in', () => {
  test('are those of the folder that he has been in, and stay when something else gets the focus', async () => {
    await begin('a.ts', 'b.ts');
    await expectIn('b.ts').toEqual(['a.ts']);
    scene.lookAway();
    expect(shownIn('b.ts')).toEqual(['a.ts']);
    expect(crossFile.excerptsFor(scene.uri('b.ts'))[0]).toContain('const a_ts = order(total);');
  });

  test('take no part where the setting is off, and at once when it is switched', async () => {
    values = { crossFileContext: false };
    await begin('a.ts', 'b.ts');
    await crossFile.restart();
    expect(shownIn('b.ts')).toEqual([]);
    set({ crossFileContext: true });
    await expectIn('b.ts').toEqual(['a.ts']);
    set({ crossFileContext: false });
    expect(shownIn('b.ts')).toEqual([]);
  });

  test('take no part in Restricted Mode, and do once the workspace is trusted', async () => {
    scene.restrict();
    await begin('a.ts', 'b.ts');
    await crossFile.restart();
    expect(shownIn('b.ts')).toEqual([]);
    scene.trust();
    await expectIn('b.ts').toEqual(['a.ts']);
  });

  test('are read as they stand now, with plain line ends, once he has paused', async () => {
    await begin('a.ts', 'b.ts');
    await expectIn('b.ts').toEqual(['a.ts']);
    scene.edit('a.ts', 'const later = order(total);\r\norder(later);\r\n');
    expect(crossFile.excerptsFor(scene.uri('b.ts'))[0]).toContain('a_ts');
    clock.advance(3000);
    await expect.poll(() => crossFile.excerptsFor(scene.uri('b.ts'))[0]).toContain('const later = order(total);\norder(later);');
  });

  test('leave when they are closed', async () => {
    await begin('a.ts', 'b.ts', 'c.ts');
    await expectIn('c.ts').toEqual(expect.arrayContaining(['a.ts', 'b.ts']));
    scene.close('a.ts');
    clock.advance(3000);
    await expectIn('c.ts').toEqual(['b.ts']);
  });

  test('are not those outside the folder, of another scheme, too large, or written by programs', async () => {
    await begin('a.ts', 'file:///elsewhere/b.ts', 'untitled:/c.ts', 'node_modules/d.ts', 'e.ts');
    await expectIn('e.ts').toEqual(['a.ts']);
    scene.edit('a.ts', `const a = order(total);\n${'x'.repeat(100_000)}`);
    clock.advance(3000);
    await expectIn('e.ts').toEqual([]);
  });

  test('are not those that a setting excludes, or that hold secrets', async () => {
    values = { crossFileContext: true, excludedFiles: ['**/hidden/**'] };
    await begin('hidden/a.ts', '.ssh/b.ts', 'c.ts', 'd.ts');
    await expectIn('d.ts').toEqual(['c.ts']);
    set({ excludedFiles: ['**/c.ts'] });
    expect(shownIn('d.ts')).toEqual([]);
    await expectIn('d.ts').toEqual(['hidden/a.ts']);
  });

  test('are not those that the explorer hides', async () => {
    await begin('a.ts', 'b.ts', 'c.ts');
    await expectIn('c.ts').toEqual(expect.arrayContaining(['a.ts', 'b.ts']));
    scene.hide({ '**/a.ts': true, '**/b.ts': false });
    expect(shownIn('c.ts')).toEqual([]);
    await expectIn('c.ts').toEqual(['b.ts']);
  });

  test('are those of the syntax that the document has now', async () => {
    await begin('a.ts', 'b.ts');
    await expectIn('b.ts').toEqual(['a.ts']);
    scene.open('b.ts', 'const b = order(total);', 'python');
    await expectIn('b.ts').toEqual([]);
  });

  test('take no part in commit messages', async () => {
    await begin('a.ts');
    scene.open('vscode-scm:/git/scm0/input', 'order(total)', 'scminput');
    scene.show('vscode-scm:/git/scm0/input');
    await crossFile.restart();
    expect(shownIn('vscode-scm:/git/scm0/input')).toEqual([]);
    expect(shownIn('a.ts')).toEqual([]);
  });

  test('are followed no longer once it is over', async () => {
    await begin('a.ts', 'b.ts');
    await expectIn('b.ts').toEqual(['a.ts']);
    following.dispose();
    const told: unknown[] = [];
    crossFile.onChange((excerpts) => told.push(excerpts));
    scene.show('a.ts');
    scene.edit('b.ts', 'const other = order(total);');
    scene.hide({ '**/a.ts': true });
    clock.advance(3000);
    expect(shownIn('b.ts')).toEqual(['a.ts']);
    expect(told).toEqual([]);
  });
});

test('files that Git ignores take no part', async () => {
  const repository = join(folder, 'repository');
  mkdirSync(repository);
  execFileSync('git', ['init', '-q', repository]);
  writeFileSync(join(repository, '.gitignore'), 'local.ts\n');
  scene = new EditorScene(repository);
  await begin('local.ts', 'a.ts', 'b.ts');
  await expectIn('b.ts').toEqual(['a.ts']);
});
