import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../src/host/engine.ts';
import { forkedEngine } from './forkedEngine.ts';
import { samples } from './prompts.ts';
import { completing, loadRequest, starterPack, weighing } from './starterPack.ts';

const long = samples('prose')[18]!.text;
/** Long completions of different texts: whatever a model makes of them, one is still being written after its first piece. */
const beginnings = [600, 900, 1200, 1500, 2000].map((length) => long.slice(0, length));
const writing = (before: string): ReturnType<typeof completing> => completing(before, { shape: { kind: 'text' }, maxBytes: 4000 });

describe('cancelling requests to the engine process', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await forkedEngine();
    await engine.load(await loadRequest(starterPack()));
  });
  afterAll(() => engine.dispose());

  /** Whether a completion that is cancelled at its first piece ends there; it may be whole by then, or have none. */
  const endsAtFirstPiece = async (before: string): Promise<boolean> => {
    const controller = new AbortController();
    const [outcome] = await Promise.allSettled([engine.ask('complete', writing(before), { signal: controller.signal, onValue: () => controller.abort() })]);
    if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'cancelled' });
    return outcome.status === 'rejected';
  };

  it('ends a completion in the middle, and the next one is whole', async () => {
    const alone = await engine.ask('complete', completing(long.slice(0, 600)));
    let ended = false;
    for (const before of beginnings) ended ||= await endsAtFirstPiece(before);
    expect(ended).toBe(true);
    const after = await engine.ask('complete', completing(long.slice(0, 600)));
    expect(after.members.map(({ id }) => id)).toEqual(alone.members.map(({ id }) => id));
    expect(after.stop).not.toBe('cancelled');
  });

  it('keeps one completion running and one waiting: a newer one takes the waiting one\'s place', async () => {
    const first = engine.ask('complete', completing(long.slice(0, 1000)));
    const second = engine.ask('complete', completing(long.slice(0, 1001)));
    const third = engine.ask('complete', completing(long.slice(0, 1002)));
    const [one, two, three] = await Promise.allSettled([first, second, third]);
    expect([one.status, two.status, three.status]).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(two.status === 'rejected' ? two.reason : null).toMatchObject({ code: 'cancelled' });
  });

  it('answers a question in its turn, whatever is typed meanwhile', async () => {
    const running = engine.ask('complete', completing(long.slice(0, 1000)));
    const question = engine.ask('complete', { ...writing(long.slice(0, 500)), maxBytes: 40 });
    const typed = engine.ask('complete', completing(long.slice(0, 1001)));
    const outcomes = await Promise.allSettled([running, question, typed]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled']);
  });

  it('lets warming give way to a real request', async () => {
    const warming = engine.ask('warm', { before: long.slice(0, 2500).toUpperCase(), after: '' });
    const weighed = engine.ask('weights', weighing('# A short text\n\nIt has few words.'));
    const [outcome, weights] = await Promise.allSettled([warming, weighed]);
    expect(weights.status).toBe('fulfilled');
    if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'cancelled' });
    else expect(outcome.value).toBeNull();
  });

  it('keeps what a request has read for the next one, cancelled or not', async () => {
    const text = long.slice(0, 2000).toLowerCase();
    const cold = await engine.ask('weights', weighing(text));
    await engine.ask('weights', weighing('other'));
    await endsAtFirstPiece(text);
    const again = await engine.ask('weights', weighing(text));
    again.members.forEach(({ tokensEvaluated }, index) => expect(tokensEvaluated).toBeLessThan(cold.members[index]!.tokensEvaluated / 4));
  });

  it('answers with what there is when the deadline passes', async () => {
    const report = await engine.ask('complete', completing(long.slice(0, 1900).replaceAll('e', 'a'), { deadlineMs: 1 }));
    expect(report.stop).toBe('deadline');
    expect(report.text === '' ? report.reason : null).toBe(report.text === '' ? 'deadline' : null);
    expect(report.members.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 9);
  });
});
