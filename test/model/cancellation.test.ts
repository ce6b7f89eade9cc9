import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../src/host/engine.ts';
import type { Piece } from '../../src/protocol/reports.ts';
import { forkedEngine } from './forkedEngine.ts';
import { samples } from './prompts.ts';
import { completing, loadRequest, starterPack, weighing } from './starterPack.ts';

const long = samples('prose')[18]!.text;
const writing = (before: string): ReturnType<typeof completing> => completing(before, { shape: { kind: 'text' }, maxBytes: 4000 });

describe('cancelling requests to the engine process', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await forkedEngine();
    await engine.load(await loadRequest(starterPack()));
  });
  afterAll(() => engine.dispose());

  it('ends a completion in the middle, and the next one is whole', async () => {
    const alone = await engine.ask('complete', completing(long.slice(0, 600)));
    const controller = new AbortController();
    const pieces: Piece[] = [];
    const running = engine.ask('complete', writing(long.slice(0, 900)), {
      signal: controller.signal,
      onValue: (piece) => {
        pieces.push(piece);
        controller.abort();
      },
    });
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    const after = await engine.ask('complete', completing(long.slice(0, 600)));
    expect(after.members.map(({ id }) => id)).toEqual(alone.members.map(({ id }) => id));
    expect(after.timing.queueMs).toBeLessThan(60_000);
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

  it('lets warming give way to a real request', async () => {
    const warming = engine.ask('warm', { before: long.slice(0, 2500).toUpperCase(), after: '' });
    const weighed = engine.ask('weights', weighing('# A short text\n\nIt has few words.'));
    const [outcome, weights] = await Promise.allSettled([warming, weighed]);
    expect(weights.status).toBe('fulfilled');
    if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'cancelled' });
    else expect(outcome.value).toBeNull();
  });

  it('keeps what a cancelled request has read for the next one', async () => {
    const text = long.slice(0, 2000).toLowerCase();
    const cold = await engine.ask('weights', weighing(text));
    await engine.ask('weights', weighing('other'));
    const controller = new AbortController();
    const cancelled = engine.ask('complete', writing(text), { signal: controller.signal, onValue: () => controller.abort() });
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
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
