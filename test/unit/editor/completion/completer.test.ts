import { describe, expect, test } from 'vitest';
import { silentLogger } from '../../../../src/base/logger.ts';
import { AutomaticWait } from '../../../../src/editor/completion/timing/automaticWait.ts';
import { Completer } from '../../../../src/editor/completion/completer.ts';
import type { CursorView } from '../../../../src/editor/cursor/cursorView.ts';
import { Flight } from '../../../../src/editor/completion/timing/flight.ts';
import { failures } from '../../../../src/base/errors.ts';
import type { EditorSettingValues } from '../../../../src/protocol/editorSettings.ts';
import { ManualClock } from '../../../support/manualClock.ts';
import { at, settingsWith, settle } from '../support/places.ts';
import { ScriptedEngine } from '../support/scriptedEngine.ts';
import { completerUnderTest } from '../support/completerUnderTest.ts';

describe('completer', () => {
  test('asks the engine with the text around the cursor and offers what it answers', async () => {
    const { engine, type, reports } = completerUnderTest({ maxBytes: 99, deadlineMs: 777 });
    const offer = type('const a = |\nrest');
    await settle();
    expect(engine.last.request).toMatchObject({ before: 'const a = ', after: '\nrest', language: 'typescript', shape: { kind: 'line' }, maxBytes: 99, deadlineMs: 777 });
    engine.last.answer('compute(b);');
    expect(await offer).toMatchObject({ text: 'compute(b);', replaceRight: 0 });
    expect(reports).toMatchObject([{ source: 'generated', reason: null, text: 'compute(b);' }]);
  });

  test('replaces overlapping text on the right', async () => {
    const { engine, type } = completerUnderTest();
    engine.immediate = () => 'b, c)';
    expect(await type('f(|)')).toMatchObject({ text: 'b, c)', replaceRight: 1 });
  });

  test('waits in the middle of a word, and not when a suggestion can be reused', async () => {
    const { engine, clock, type, reports } = completerUnderTest();
    engine.immediate = () => 'lue';
    const first = type('const va|');
    await settle();
    expect(engine.asked).toHaveLength(0);
    clock.advance(AutomaticWait.tailMs);
    expect(await first).toMatchObject({ text: 'lue' });
    expect(await type('const val|')).toMatchObject({ text: 'ue' });
    expect(await type('const va|')).toMatchObject({ text: 'lue' });
    expect(engine.asked).toHaveLength(1);
    expect(reports.map(({ source }) => source)).toEqual(['generated', 'typing-as-suggested', 'typing-as-suggested']);
  });

  test('a manual request never waits', async () => {
    const { engine, type } = completerUnderTest({ automatic: false });
    engine.immediate = () => 'lue';
    expect(await type('const va|', undefined, 'manual')).toMatchObject({ text: 'lue' });
  });

  test('coming back to an earlier place is answered from the cache', async () => {
    const { engine, type, reports } = completerUnderTest();
    engine.immediate = ({ before }) => before.endsWith('a = ') ? 'one()' : 'two()';
    await type('let a = |');
    await type('let b = |');
    expect(await type('let a = |')).toMatchObject({ text: 'one()' });
    expect(reports.map(({ source }) => source)).toEqual(['generated', 'generated', 'cache']);
    expect(engine.asked).toHaveLength(2);
  });

  test('the report of a reused suggestion holds only the rest of its pieces and no work', async () => {
    const { engine, type, reports } = completerUnderTest();
    engine.immediate = () => 'one()';
    await type('let a = |');
    await type('let a = o|');
    expect(reports[1]).toMatchObject({ text: 'ne()', pieces: [{ text: 'ne()' }], members: [{ tokensEvaluated: 0, ms: 0 }, { tokensEvaluated: 0, ms: 0 }] });
  });

  test('typing what the running request says does not cancel it', async () => {
    const { engine, type, reports } = completerUnderTest();
    const [first, second] = [new AbortController(), new AbortController()];
    const cancelled = type('let a = |', first.signal);
    await settle();
    engine.last.stream('com');
    first.abort();
    expect(await cancelled).toBeNull();
    const joined = type('let a = co|', second.signal);
    await settle();
    expect(engine.asked).toHaveLength(1);
    engine.last.answer('compute()');
    expect(await joined).toMatchObject({ text: 'mpute()' });
    expect(reports).toMatchObject([{ reason: 'cancelled' }, { source: 'in-flight', text: 'mpute()', pieces: [{ text: 'mpute()' }] }]);
  });

  test('what was joined is forgotten with the rest once another pack is loaded', async () => {
    const { engine, completer, type } = completerUnderTest();
    const first = new AbortController();
    void type('let a = |', first.signal);
    await settle();
    first.abort();
    const joined = type('let a = |');
    await settle();
    engine.last.answer('old()');
    expect(await joined).toMatchObject({ text: 'old()' });
    completer.forget();
    const fresh = type('let a = |');
    await settle();
    engine.last.answer('new()');
    expect(await fresh).toMatchObject({ text: 'new()' });
  });

  test('typing something else cancels the running request at once and asks anew', async () => {
    const { engine, clock, type } = completerUnderTest();
    void type('let a = |');
    await settle();
    engine.last.stream('com');
    const second = type('let a = x|');
    await settle();
    clock.advance(AutomaticWait.tailMs);
    await settle();
    expect(engine.asked.map(({ signal }) => signal.aborted)).toEqual([true, false]);
    engine.last.answer('yz');
    expect(await second).toMatchObject({ text: 'yz' });
    expect(engine.mostRunning).toBe(1);
  });

  test('text that turns against what was typed sends the caller on to a request of its own', async () => {
    const { engine, clock, type } = completerUnderTest();
    const first = new AbortController();
    void type('let a = |', first.signal);
    await settle();
    first.abort();
    const second = type('let a = x|');
    await settle();
    expect(engine.asked).toHaveLength(1);
    engine.last.stream('other');
    await settle();
    clock.advance(AutomaticWait.tailMs);
    await settle();
    expect(engine.asked).toHaveLength(2);
    engine.last.answer('y');
    expect(await second).toMatchObject({ text: 'y' });
  });

  test('a running request that does not catch up with what was typed is not waited for', async () => {
    const { engine, clock, type } = completerUnderTest();
    const first = new AbortController();
    void type('let a = |', first.signal);
    await settle();
    first.abort();
    const second = type('let a = (|');
    await settle();
    clock.advance(Flight.catchUpMs);
    await settle();
    expect(engine.asked.map(({ signal }) => signal.aborted)).toEqual([true, false]);
    engine.last.answer('b)');
    expect(await second).toMatchObject({ text: 'b)' });
  });

  test('a request that nobody waits for any more is cancelled in the engine', async () => {
    const { engine, clock, type, reports } = completerUnderTest();
    const controller = new AbortController();
    const offer = type('let a = |', controller.signal);
    await settle();
    controller.abort();
    expect(await offer).toBeNull();
    expect(engine.last.signal.aborted).toBe(false);
    clock.advance(Flight.graceMs);
    expect(engine.last.signal.aborted).toBe(true);
    expect(reports).toMatchObject([{ source: 'none', reason: 'cancelled' }]);
  });

  test('of a thousand fast keystrokes at most one request runs, and the last one is answered for its own text', async () => {
    const { engine, clock, type } = completerUnderTest();
    let before = 'let a = ';
    let previous = new AbortController();
    let last = type(`${before}|`, previous.signal);
    for (let key = 0; key < 1000; key++) {
      previous.abort();
      previous = new AbortController();
      before += 'abcdefghij '.charAt(key % 11);
      last = type(`${before}|`, previous.signal);
      await settle();
      clock.advance(key % 50);
    }
    await settle();
    clock.advance(Flight.catchUpMs);
    await settle();
    clock.advance(AutomaticWait.tailMs);
    await settle();
    expect(engine.mostRunning).toBe(1);
    expect(engine.last.request.before.endsWith(before.slice(-50))).toBe(true);
    engine.last.answer('end');
    expect(await last).toMatchObject({ text: 'end' });
  });

  test.each<[string, CursorView, Partial<EditorSettingValues>, string]>([
    ['switched off', at('a|'), { enable: false }, 'switched-off'],
    ['automatic ones are off', at('a|'), { automatic: false }, 'switched-off'],
    ['secrets', at('KEY=|', { path: '/project/.env' }), {}, 'excluded'],
    ['excluded by the user', at('a|', { path: '/project/secret/a.ts' }), { excludedFiles: ['**/secret/**'] }, 'excluded'],
    ['a binary document', at('\0\x01\x02\x03\x04\x05\x06|'), {}, 'excluded'],
  ])('says why there is nothing: %s', async (_, view, values, reason) => {
    const { engine, type, reports } = completerUnderTest(values);
    expect(await type(view)).toBeNull();
    expect(engine.asked).toHaveLength(0);
    expect(reports).toMatchObject([{ source: 'none', reason, text: '', members: [] }]);
  });

  test('says why there is nothing when the engine answers nothing or fails', async () => {
    const { engine, type, reports } = completerUnderTest();
    const answers = [
      () => engine.last.answer('', { reason: 'end-of-text' }),
      () => engine.last.answer('\u202e\u200b'),
      () => engine.last.fail(failures.engineCrashed('signal SIGKILL')),
      () => engine.last.fail(failures.engineTimeout('complete', 100)),
      () => engine.last.fail(new TypeError('boom')),
    ];
    for (const [index, answer] of answers.entries()) {
      const offer = type(`let a${index} = |`);
      await settle();
      answer();
      expect(await offer).toBeNull();
    }
    expect(reports.map(({ reason }) => reason)).toEqual(['end-of-text', 'filtered', 'engine-unavailable', 'deadline', 'engine-unavailable']);
    expect(reports[0]!.members).toHaveLength(2);
  });

  test('an automatic request does not wait for a pack that is still being loaded', async () => {
    const { engine, type, reports } = completerUnderTest();
    engine.pack = null;
    expect(await type('let a = |')).toBeNull();
    expect(reports).toMatchObject([{ reason: 'engine-unavailable' }]);
  });

  test('never rejects, whatever throws below it', async () => {
    const engine = new ScriptedEngine();
    Object.defineProperty(engine, 'pack', { get: () => { throw new Error('broken'); } });
    const completer = new Completer({ engine, clock: new ManualClock(), logger: silentLogger, settings: () => settingsWith() });
    expect(await completer.complete(at('let a = |'), 'automatic', new AbortController().signal)).toBeNull();
  });

  test.each(['forget', 'startOver'] as const)('%s: earlier suggestions are not offered again', async (how) => {
    const { engine, completer, type } = completerUnderTest();
    engine.immediate = () => 'old()';
    await type('let a = |');
    completer[how]();
    engine.immediate = () => 'new()';
    expect(await type('let a = |')).toMatchObject({ text: 'new()' });
  });

  test('a request that waits for the engine to come back is answered by the pack that comes', async () => {
    const { engine, completer, type } = completerUnderTest();
    const offer = type('let a = |');
    await settle();
    completer.forget();
    engine.last.answer('new()');
    expect(await offer).toMatchObject({ text: 'new()' });
  });

  test('a request on its way ends when a setting changes', async () => {
    const { engine, completer, type } = completerUnderTest();
    const offer = type('let a = |');
    await settle();
    completer.startOver();
    expect(engine.last.signal.aborted).toBe(true);
    expect(await offer).toBeNull();
  });

  test('a block stays a block while it is typed', async () => {
    const { engine, type } = completerUnderTest();
    engine.immediate = () => '\n  return 1;\n}';
    const block = await type('function one() {|');
    expect(block?.text).toBe('\n  return 1;\n}');
    expect((await type('function one() {\n|'))?.text).toBe('  return 1;\n}');
    expect((await type('function one() {\n  ret|'))?.text).toBe('urn 1;\n}');
    expect(engine.asked).toHaveLength(1);
  });

  test.each([['word by word', ['one(', 'two', ', ', 'three', ');']], ['line by line', ['one(two,\n', '  three);\n', '}']]])('accepted %s, the rest stays without another request', async (_, parts) => {
    const { engine, type, reports } = completerUnderTest({ prefetch: false, multiline: 'block', minimumConfidence: 0 });
    engine.immediate = () => parts.join('');
    let before = 'function f() {\n  ';
    for (const [index, part] of parts.entries()) {
      expect((await type(`${before}|`))?.text).toBe(parts.slice(index).join(''));
      before += part;
    }
    expect(engine.asked).toHaveLength(1);
    expect(reports.slice(1).map(({ source }) => source)).toEqual(parts.slice(1).map(() => 'typing-as-suggested'));
  });
});
