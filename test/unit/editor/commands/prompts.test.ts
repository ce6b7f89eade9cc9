import { beforeEach, describe, expect, test, vi } from 'vitest';
import { silentLogger } from '../../../../src/base/logger.ts';
import type { CommandParts } from '../../../../src/editor/commands/commandParts.ts';
import { EditorScene } from '../support/editorScene.ts';
import { settingsWith } from '../support/places.ts';
import { ScriptedEngine } from '../support/scriptedEngine.ts';

let scene: EditorScene;
let engine: ScriptedEngine;

const excerpts = ['// b.ts\nconst b = 1;\n\n'];

beforeEach(() => {
  scene = new EditorScene();
  engine = new ScriptedEngine();
  engine.immediate = () => ' more';
  vi.resetModules();
  vi.doMock('vscode', () => scene.api);
});

const parts = (settings = settingsWith()): CommandParts => ({
  engine, configuration: { settings: () => settings }, reports: { add: () => undefined }, logger: silentLogger, front: { current: null },
  crossFile: { excerptsFor: (document: string) => (document === scene.uri('a.ts') ? excerpts : []) },
} as unknown as CommandParts);

describe('Continue Selection', () => {
  test('reads what a completion would where nothing is selected: the text before the cursor, and excerpts of other files', async () => {
    const { continueSelection } = await import('../../../../src/editor/commands/continueSelection.ts');
    scene.open('a.ts', 'const a = 1;\nconst sum = a');
    scene.show('a.ts');
    await continueSelection(parts());
    expect(engine.asked.map(({ request: { before, after, excerpts: shown } }) => ({ before, after, shown }))).toEqual([{ before: 'const a = 1;\nconst sum = a', after: '', shown: excerpts }]);
  });

  test('lets the workspace take part where nothing is selected, unless it is switched off', async () => {
    const { continueSelection } = await import('../../../../src/editor/commands/continueSelection.ts');
    scene.open('a.ts', 'const a = 1;\nconst sum = a');
    scene.show('a.ts');
    await continueSelection(parts(settingsWith({ workspaceMember: true })));
    expect(engine.last.request.document).toBe(scene.uri('a.ts'));
    scene.show('a.ts');
    await continueSelection(parts(settingsWith({ workspaceMember: false })));
    expect(engine.last.request.document).toBeUndefined();
  });

  test('reads the selection and nothing else where there is one', async () => {
    const { continueSelection } = await import('../../../../src/editor/commands/continueSelection.ts');
    scene.open('a.ts', 'const a = 1;\nconst sum = a');
    scene.show('a.ts', 'const sum = a'.length);
    await continueSelection(parts());
    expect(engine.last.request.before).toBe('const sum = a');
    expect(engine.last.request.excerpts).toBeUndefined();
    expect(engine.last.request.document).toBeUndefined();
  });

  test('says why it asks nothing where there is no text', async () => {
    const { continueSelection } = await import('../../../../src/editor/commands/continueSelection.ts');
    scene.open('a.ts', '  \n');
    scene.show('a.ts');
    expect(await continueSelection(parts())).toBeNull();
    expect(scene.messages).toEqual([expect.stringContaining('There is no text to continue')]);
    expect(engine.asked).toEqual([]);
  });
});
