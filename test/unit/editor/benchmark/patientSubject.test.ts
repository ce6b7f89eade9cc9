import { describe, expect, test } from 'vitest';
import { Emitter } from '../../../../src/base/emitter.ts';
import { failures } from '../../../../src/base/errors.ts';
import { PatientSubject } from '../../../../src/editor/benchmark/patientSubject.ts';
import type { AskOptions, Engine } from '../../../../src/host/engine.ts';
import { ManualClock } from '../../../support/manualClock.ts';
import { settle } from '../support/places.ts';

/** Questions that the test answers, on a clock that stands still. */
function scene() {
  const clock = new ManualClock();
  const activity = new Emitter<string>();
  const asked: { readonly background: boolean; readonly resolve: (value: null) => void; readonly reject: (thrown: unknown) => void }[] = [];
  const waits: boolean[] = [];
  const ask = ((_method: 'warm', _params: unknown, { background = false }: AskOptions<'warm'> = {}) =>
    new Promise<null>((resolve, reject) => asked.push({ background, resolve, reject }))) as Engine['ask'];
  const subject = new PatientSubject({ engine: { ask }, clock, onActivity: activity.event, onWaiting: (waiting) => waits.push(waiting) });
  const { signal, controller } = (() => {
    const controller = new AbortController();
    return { controller, signal: controller.signal };
  })();
  const question = () => subject.ask('warm', { before: '', after: '' }, { signal });
  return { clock, activity, asked, waits, subject, controller, question };
}

describe('asking without hurry', () => {
  test('is in the background, and at once where nobody types', async () => {
    const { asked, question, waits } = scene();
    const answer = question();
    await settle();
    expect(asked.map(({ background }) => background)).toEqual([true]);
    asked[0]!.resolve(null);
    expect(await answer).toBeNull();
    expect(waits).toEqual([]);
  });

  test('gives way, and asks the same again once nobody has typed for a while', async () => {
    const { asked, question, waits, clock, activity, subject } = scene();
    const answer = question();
    await settle();
    clock.advance(300);
    asked[0]!.reject(failures.cancelled());
    await settle();
    clock.advance(PatientSubject.quietMs - 1);
    activity.fire('a keystroke');
    clock.advance(PatientSubject.quietMs - 1);
    await settle();
    expect(asked).toHaveLength(1);
    expect(waits).toEqual([true]);
    clock.advance(1);
    await settle();
    expect(asked).toHaveLength(2);
    expect(waits).toEqual([true, false]);
    expect(subject.waitedMs).toBe(300 + 2 * PatientSubject.quietMs - 1);
    asked[1]!.resolve(null);
    expect(await answer).toBeNull();
  });

  test('waits for a writer before the first question, too', async () => {
    const { asked, question, clock, activity } = scene();
    activity.fire('a keystroke');
    const answer = question();
    await settle();
    expect(asked).toHaveLength(0);
    clock.advance(PatientSubject.quietMs);
    await settle();
    asked[0]!.resolve(null);
    await answer;
  });

  test('ends when its own signal aborts, while it asks and while it waits', async () => {
    const asking = scene();
    const first = asking.question();
    await settle();
    asking.controller.abort(failures.cancelled());
    asking.asked[0]!.reject(failures.cancelled());
    await expect(first).rejects.toMatchObject({ code: 'cancelled' });
    const waiting = scene();
    waiting.activity.fire('a keystroke');
    const second = waiting.question();
    await settle();
    waiting.controller.abort(failures.cancelled());
    await expect(second).rejects.toMatchObject({ code: 'cancelled' });
    expect([waiting.asked.length, waiting.clock.pending]).toEqual([0, 0]);
  });

  test('hands every other failure on', async () => {
    const { asked, question } = scene();
    const answer = question();
    await settle();
    asked[0]!.reject(failures.engineCrashed('a test'));
    await expect(answer).rejects.toMatchObject({ code: 'engine-crashed' });
  });
});
