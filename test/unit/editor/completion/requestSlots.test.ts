import { describe, expect, test } from 'vitest';
import { RequestSlots } from '../../../../src/editor/completion/timing/requestSlots.ts';
import { settle } from '../support/places.ts';

/** Jobs that end when told to, and note when they start and are aborted. */
function jobs() {
  const log: string[] = [];
  let running = 0;
  const job = (name: string, endsOnAbort = true) => {
    let end: () => void = () => undefined;
    const run = async (signal: AbortSignal): Promise<string> => {
      log.push(`start ${name}`);
      running++;
      log.push(...(running > 1 ? ['two at once'] : []));
      await new Promise<void>((resolve) => {
        end = resolve;
        signal.addEventListener('abort', () => {
          log.push(`abort ${name}`);
          if (endsOnAbort) resolve();
        });
      });
      running--;
      return name;
    };
    return { run, end: () => end() };
  };
  return { log, job };
}

const never = new AbortController().signal;

describe('request slots', () => {
  test('a new job aborts the running one and starts when that has ended', async () => {
    const { log, job } = jobs();
    const slots = new RequestSlots();
    const [a, b] = [job('a', false), job('b')];
    const first = slots.run(never, a.run);
    await settle();
    const second = slots.run(never, b.run);
    await settle();
    expect(log).toEqual(['start a', 'abort a']);
    a.end();
    await first;
    await settle();
    expect(log).toEqual(['start a', 'abort a', 'start b']);
    b.end();
    expect(await second).toBe('b');
  });

  test('of many jobs only the last one waits; the ones between never start', async () => {
    const { log, job } = jobs();
    const slots = new RequestSlots();
    const first = job('first', false);
    const running = slots.run(never, first.run);
    await settle();
    const between = Array.from({ length: 1000 }, (_, index) => slots.run(never, job(`between ${index}`).run));
    const last = job('last');
    const result = slots.run(never, last.run);
    first.end();
    await running;
    expect(await Promise.all(between)).toEqual(Array.from({ length: 1000 }, () => null));
    await settle();
    last.end();
    expect(await result).toBe('last');
    expect(log).toEqual(['start first', 'abort first', 'start last']);
    expect(slots.counts).toEqual({ started: 2, mostRunning: 1, mostWaiting: 1 });
  });

  test('jobs that come at every turn of the loop never run side by side', async () => {
    const { log, job } = jobs();
    const slots = new RequestSlots();
    const results: Promise<string | null>[] = [];
    for (let index = 0; index < 200; index++) {
      results.push(slots.run(never, job(String(index)).run));
      for (let turns = 0; turns < index % 7; turns++) await Promise.resolve();
    }
    await settle();
    slots.clear();
    await Promise.all(results);
    expect(log).not.toContain('two at once');
    expect(log).toContain('start 199');
  });

  test('a waiting job gives up when its signal aborts, and the slot stays usable', async () => {
    const { log, job } = jobs();
    const slots = new RequestSlots();
    const a = job('a', false);
    const first = slots.run(never, a.run);
    await settle();
    const controller = new AbortController();
    const second = slots.run(controller.signal, job('b').run);
    controller.abort();
    expect(await second).toBeNull();
    a.end();
    await first;
    const c = job('c');
    const third = slots.run(never, c.run);
    await settle();
    c.end();
    expect(await third).toBe('c');
    expect(log).not.toContain('start b');
  });

  test('a job that fails rejects and frees the slot', async () => {
    const slots = new RequestSlots();
    await expect(slots.run(never, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await slots.run(never, () => Promise.resolve('yes'))).toBe('yes');
  });
});
