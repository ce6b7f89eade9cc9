import { describe, expect, test } from 'vitest';
import type { CompletionRequest } from '../../../../src/protocol/requests.ts';
import { completerUnderTest } from '../support/completerUnderTest.ts';
import { settle } from '../support/places.ts';

describe('members’ own texts', () => {
  const own = ({ only }: CompletionRequest): string => only === undefined ? 'fused()' : `${only[0]}()`;

  test('are listed behind the fused text when the user asks, the heaviest member’s first', async () => {
    const { engine, type, reports } = completerUnderTest({ prefetch: false });
    engine.immediate = own;
    expect((await type('let a = |'))?.alternatives).toEqual([]);
    expect(engine.asked).toHaveLength(1);
    const offer = await type('let a = |', undefined, 'manual');
    expect(offer).toMatchObject({ text: 'fused()', alternatives: [{ member: 'ts', text: 'ts()' }, { member: 'prose', text: 'prose()' }] });
    expect(reports.at(-1)).toMatchObject({ text: 'fused()', alternatives: [{ member: 'ts', text: 'ts()' }, { member: 'prose', text: 'prose()' }] });
    await type('let a = |', undefined, 'manual');
    expect(engine.asked).toHaveLength(3);
  });

  test('are left out where they say the same', async () => {
    const { engine, type } = completerUnderTest({ prefetch: false });
    engine.immediate = ({ only }) => only?.[0] === 'ts' ? 'ts()' : 'fused()';
    expect((await type('let a = |', undefined, 'manual'))?.alternatives).toMatchObject([{ member: 'ts', text: 'ts()' }]);
  });

  test('do not hold the fused text up for long', async () => {
    const { engine, clock, type } = completerUnderTest({ prefetch: false });
    const asked = type('let a = |', undefined, 'manual');
    await settle();
    engine.last.answer('fused()');
    await settle();
    expect(engine.last.request).toMatchObject({ only: ['ts'] });
    engine.last.answer('ts()');
    await settle();
    expect(engine.last.request).toMatchObject({ only: ['prose'] });
    clock.advance(5000);
    expect((await asked)?.alternatives).toMatchObject([{ member: 'ts', text: 'ts()' }]);
    expect(engine.last.signal.aborted).toBe(true);
    const again = type('let a = |', undefined, 'manual');
    await settle();
    expect(engine.last.request).toMatchObject({ only: ['prose'] });
    engine.last.answer('prose()');
    expect((await again)?.alternatives).toHaveLength(2);
  });

  test('give way to the next keystroke', async () => {
    const { engine, type } = completerUnderTest({ prefetch: false });
    engine.immediate = () => 'fused()';
    await type('let a = |');
    engine.immediate = null;
    const looking = type('let a = |', undefined, 'manual');
    await settle();
    const typed = type('let a = (|');
    await settle();
    expect((await looking)?.text).toBe('fused()');
    expect(engine.mostRunning).toBe(1);
    engine.last.answer('b)');
    expect(await typed).toMatchObject({ text: 'b)', alternatives: [] });
  });
});
