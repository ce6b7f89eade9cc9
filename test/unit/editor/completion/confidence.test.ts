import { describe, expect, test } from 'vitest';
import type { CompletionReport } from '../../../../src/protocol/reports.ts';
import { settle } from '../support/places.ts';
import { completerUnderTest } from '../support/completerUnderTest.ts';

type Pieces = CompletionReport['pieces'];

/** Pieces with their fused probabilities, one after the other. */
function judged(...parts: readonly (readonly [text: string, probability: number])[]): { text: string; pieces: Pieces } {
  return {
    text: parts.map(([text]) => text).join(''),
    pieces: parts.map(([text, probability]) => ({ text, probability, member: 'ts', byMember: { ts: probability } })),
  };
}

const line = judged(['compute', 0.9], ['(', 0.9], ['total', 0.2], [');', 0.9]);
const doubtful = judged(['perhaps', 0.1], ['(', 0.9], [');', 0.9]);

function setUp(minimumConfidence = 0.5, answer = line) {
  const under = completerUnderTest({ prefetch: false, minimumConfidence });
  const ask = async (marked: string, trigger: 'automatic' | 'manual' = 'automatic') => {
    const asked = under.engine.asked.length;
    const offer = under.type(marked, undefined, trigger);
    await settle();
    if (under.engine.asked.length > asked) under.engine.last.answer(answer.text, { pieces: answer.pieces });
    return offer;
  };
  return { ...under, ask };
}

describe('a suggestion that comes by itself', () => {
  test('ends before the piece that the pack is not sure of, and the report holds the rest', async () => {
    const { ask, reports } = setUp();
    expect(await ask('const a = |')).toMatchObject({ text: 'compute', replaceRight: 0 });
    expect(reports).toMatchObject([{ text: 'compute', reason: null, pieces: [{ text: 'compute' }], withheld: [{ text: '(' }, { text: 'total', probability: 0.2 }, { text: ');' }] }]);
  });

  test('does not come when nothing of it is sure, and the report says why and what', async () => {
    const { ask, reports } = setUp(0.5, doubtful);
    expect(await ask('const a = |')).toBeNull();
    expect(reports).toMatchObject([{ text: '', reason: 'unsure', pieces: [], withheld: [{ text: 'perhaps' }, { text: '(' }, { text: ');' }] }]);
  });

  test('comes whole when every piece is sure enough, or everything is to be shown', async () => {
    for (const minimum of [0.2, 0]) {
      const { ask, reports } = setUp(minimum);
      expect(await ask('const a = |')).toMatchObject({ text: 'compute(total);' });
      expect(reports[0]!.withheld).toBeUndefined();
    }
  });

  test('goes on once the doubtful piece is typed, without another request', async () => {
    const { ask, engine } = setUp();
    await ask('const a = |');
    expect(await ask('const a = compute(|')).toBeNull();
    expect(await ask('const a = compute(t|')).toBeNull();
    expect(await ask('const a = compute(total|')).toMatchObject({ text: ');' });
    expect(engine.asked).toHaveLength(1);
  });

  test('covers nothing of the rest of the line that is cut off', async () => {
    const { ask } = setUp(0.5, judged(['first', 0.9], [', second', 0.1], [')', 0.9]));
    expect(await ask('f(|)')).toMatchObject({ text: 'first', replaceRight: 0 });
  });

  test('covers the bracket that it closes itself, and ends before a quote that would close another text', async () => {
    const call = setUp(0.5, judged(['first', 0.9], [')', 0.9], [' + second', 0.1], [';', 0.9]));
    expect(await call.ask('f(|);')).toMatchObject({ text: 'first)', replaceRight: 1 });
    const text = setUp(0.5, judged(['first', 0.9], ["',", 0.9], [" 'second", 0.1]));
    expect(await text.ask("f('|old');")).toMatchObject({ text: 'first', replaceRight: 0 });
  });
});

test('whoever asks by hand gets all of it, also of a text that was held back', async () => {
  const { ask, reports, engine } = setUp(0.5, doubtful);
  await ask('const a = |');
  // What the members would write by themselves.
  engine.immediate = () => 'other();';
  expect(await ask('const a = |', 'manual')).toMatchObject({ text: 'perhaps();' });
  expect(reports.at(-1)).toMatchObject({ text: 'perhaps();', reason: null });
  expect(engine.asked.filter(({ request }) => request.only === undefined)).toHaveLength(1);
});
