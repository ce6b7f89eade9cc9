import { describe, expect, test } from 'vitest';
import { Prefetcher } from '../../../../src/editor/completion/timing/prefetcher.ts';
import type { EditorSettingValues } from '../../../../src/protocol/editorSettings.ts';
import { completerUnderTest } from '../support/completerUnderTest.ts';
import { settle } from '../support/places.ts';

describe('writing ahead', () => {
  async function withSuggestion(values: Partial<EditorSettingValues> = {}) {
    const parts = completerUnderTest(values);
    const offer = parts.type('let a = |');
    await settle();
    parts.engine.last.answer('one();');
    await offer;
    parts.clock.advance(Prefetcher.settleMs);
    await settle();
    return parts;
  }

  test('what follows the suggestion on screen is written in the background, and there once the user comes to it', async () => {
    const { engine, type, reports } = await withSuggestion();
    expect(engine.asked).toHaveLength(2);
    expect(engine.last).toMatchObject({ background: true, request: { before: 'let a = one();\n', after: '' } });
    engine.last.answer('two();');
    await settle();
    expect(await type('let a = one();\n|')).toMatchObject({ text: 'two();' });
    expect(await type('let a = one();\n  t|')).toMatchObject({ text: 'wo();' });
    expect(engine.asked).toHaveLength(2);
    expect(reports.map(({ source }) => source)).toEqual(['generated', 'prefetched', 'typing-as-suggested']);
  });

  test('it is joined while it is written', async () => {
    const { engine, type, reports } = await withSuggestion();
    const offer = type('let a = one();\n|');
    await settle();
    engine.last.answer('two();');
    expect(await offer).toMatchObject({ text: 'two();' });
    expect(engine.asked).toHaveLength(2);
    expect(reports.at(-1)).toMatchObject({ source: 'prefetched' });
  });

  test('it goes on while the user types what is suggested, and is never shown before its place', async () => {
    const { engine, type } = await withSuggestion();
    engine.last.stream('two');
    expect(await type('let a = o|')).toMatchObject({ text: 'ne();' });
    expect(engine.last.signal.aborted).toBe(false);
    engine.last.answer('two();');
    await settle();
    expect(await type('let a = on|')).toMatchObject({ text: 'e();' });
    expect(engine.asked).toHaveLength(2);
  });

  test('it ends at once for a request that the engine is needed for', async () => {
    const { engine, type } = await withSuggestion();
    const offer = type('let a = (|');
    await settle();
    expect(engine.asked.map(({ signal }) => signal.aborted)).toEqual([false, true, false]);
    expect(engine.mostRunning).toBe(1);
    engine.last.answer('b)');
    expect(await offer).toMatchObject({ text: 'b)' });
  });

  test('it does not begin while the user types on, nor while another request runs', async () => {
    const { engine, clock, type } = completerUnderTest();
    engine.immediate = () => 'one();';
    await type('let a = |');
    engine.immediate = null;
    clock.advance(Prefetcher.settleMs - 1);
    void type('let b = |');
    await settle();
    clock.advance(1000);
    expect(engine.asked.filter(({ background }) => background)).toEqual([]);
  });

  test('it can be switched off', async () => {
    const { engine } = await withSuggestion({ prefetch: false });
    expect(engine.asked).toHaveLength(1);
  });

  test('at the end of the suggested line nothing is asked for, but by hand', async () => {
    const { engine, type, reports } = await withSuggestion();
    expect(await type('let a = one();|')).toBeNull();
    expect(reports.at(-1)).toMatchObject({ source: 'none', reason: 'nothing-to-add' });
    expect(engine.asked).toHaveLength(2);
    void type('let a = one();|', undefined, 'manual');
    await settle();
    expect(engine.asked).toHaveLength(3);
  });
});
