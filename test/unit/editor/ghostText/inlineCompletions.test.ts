import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { CancellationToken, InlineCompletionContext, InlineCompletionItem, Range, TextDocument } from 'vscode';
import { silentLogger } from '../../../../src/base/logger.ts';
import { ManualClock } from '../../../support/manualClock.ts';
import { EditorScene } from '../support/editorScene.ts';
import { settingsWith, settle } from '../support/places.ts';
import { ScriptedEngine } from '../support/scriptedEngine.ts';

const token = { isCancellationRequested: false, onCancellationRequested: () => undefined } as unknown as CancellationToken;

let scene: EditorScene;
let engine: ScriptedEngine;
let ask: (document: TextDocument, offset: number, selected?: { readonly range: Range; readonly text: string }) => Promise<InlineCompletionItem[]>;

beforeEach(async () => {
  scene = new EditorScene();
  engine = new ScriptedEngine();
  vi.resetModules();
  vi.doMock('vscode', () => scene.api);
  const { InlineCompletions } = await import('../../../../src/editor/ghostText/inlineCompletions.ts');
  const { Completer } = await import('../../../../src/editor/completion/completer.ts');
  const completer = new Completer({ engine, clock: new ManualClock(), logger: silentLogger, settings: () => settingsWith({ prefetch: false }) });
  const provider = new InlineCompletions(completer, { excerptsFor: () => [] }, silentLogger);
  ask = (document, offset, selected) => {
    // Asked by hand, which waits for nothing.
    const context = { triggerKind: 0, selectedCompletionInfo: selected } as unknown as InlineCompletionContext;
    return provider.provideInlineCompletionItems(document, scene.range(document, offset, offset).end, context, token);
  };
});

/** Requests for the fused text; members' own texts are asked for beside it. */
const ofThePack = () => engine.asked.filter(({ request: { only } }) => only === undefined);

/** Where an item would stand, as offsets. */
const spanOf = (document: TextDocument, { range }: InlineCompletionItem): readonly number[] => (range === undefined ? [] : [document.offsetAt(range.start), document.offsetAt(range.end)]);

describe('a suggestion beside the suggest widget', () => {
  const text = 'const a = console.\n';
  const cursor = text.indexOf('.') + 1;

  test('goes on from the selected item, in its place: the models read it as if it were typed', async () => {
    engine.immediate = () => '(a);';
    const document = scene.open('a.ts', text);
    const [item] = await ask(document, cursor, { range: scene.range(document, cursor - 1, cursor), text: '.log' });
    expect(engine.last.request).toMatchObject({ before: 'const a = console.log', after: '\n' });
    expect(item?.insertText).toBe('.log(a);');
    expect(spanOf(document, item!)).toEqual([cursor - 1, cursor]);
  });

  test('takes the place of what is right of the item where it stands for that as well', async () => {
    engine.immediate = () => '(a), b);';
    const document = scene.open('a.ts', 'f(console.);\n');
    const at = 'f(console.'.length;
    const [item] = await ask(document, at, { range: scene.range(document, at - 1, at), text: '.log' });
    expect(item?.insertText).toBe('.log(a), b);');
    expect(spanOf(document, item!)).toEqual([at - 1, at + 2]);
  });

  test('follows the item that is selected, and asks nothing anew for the item that was accepted', async () => {
    engine.immediate = ({ before }) => (before.endsWith('.log') ? '(a);' : '(b);');
    const document = scene.open('a.ts', text);
    const range = scene.range(document, cursor - 1, cursor);
    expect((await ask(document, cursor, { range, text: '.log' }))[0]?.insertText).toBe('.log(a);');
    expect((await ask(document, cursor, { range, text: '.warn' }))[0]?.insertText).toBe('.warn(b);');
    scene.edit('a.ts', 'const a = console.warn\n');
    const asked = ofThePack().length;
    expect((await ask(document, cursor + 'warn'.length))[0]?.insertText).toBe('(b);');
    expect(ofThePack()).toHaveLength(asked);
  });

  test('ends the request for an item that is selected no longer', async () => {
    const document = scene.open('a.ts', text);
    const range = scene.range(document, cursor - 1, cursor);
    void ask(document, cursor, { range, text: '.log' });
    await settle();
    const log = engine.last;
    log.stream('(a');
    void ask(document, cursor, { range, text: '.warn' });
    await settle();
    expect(log.signal.aborted).toBe(true);
    expect(engine.last.request.before).toBe('const a = console.warn');
    expect(engine.mostRunning).toBe(1);
  });

  test('offers nothing where the pack has nothing to add, so that the widget is alone', async () => {
    engine.immediate = () => '';
    const document = scene.open('a.ts', text);
    expect(await ask(document, cursor, { range: scene.range(document, cursor - 1, cursor), text: '.log' })).toEqual([]);
  });

  test('reads an item of several lines with plain line ends, and starts with its very text', async () => {
    engine.immediate = () => 'done();';
    const document = scene.open('a.ts', 'if (a) f\r\nb;\r\n');
    const item = 'for (;;) {\r\n  ';
    const [suggestion] = await ask(document, 8, { range: scene.range(document, 7, 8), text: item });
    expect(engine.last.request.before).toBe('if (a) for (;;) {\n  ');
    expect(suggestion?.insertText).toBe(`${item}done();`);
    scene.edit('a.ts', 'if (a) for (;;) {\r\n  \r\nb;\r\n');
    expect((await ask(document, 'if (a) for (;;) {\r\n  '.length))[0]?.insertText).toBe('done();');
    expect(ofThePack()).toHaveLength(1);
  });
});
