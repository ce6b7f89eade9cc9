import { describe, expect, it } from 'vitest';
import { RequestLane } from '../../../src/engine/requestLane.ts';

const quiet = (): AbortSignal => new AbortController().signal;

/** A job that runs until it is told to end, and notes what happens to it. */
function scripted(log: string[], name: string): { readonly job: (signal: AbortSignal) => Promise<string>; readonly end: () => void } {
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return {
    end: () => end(),
    job: async (signal) => {
      log.push(`${name} starts`);
      const aborted = new Promise<never>((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
      });
      await Promise.race([ended, aborted]);
      log.push(`${name} ends`);
      return name;
    },
  };
}

describe('the request lane', () => {
  it('runs one request at a time, in order of arrival', async () => {
    const log: string[] = [];
    const lane = new RequestLane();
    const [a, b, c] = [scripted(log, 'a'), scripted(log, 'b'), scripted(log, 'c')];
    const all = [lane.run('request', quiet(), a.job), lane.run('completion', quiet(), b.job), lane.run('request', quiet(), c.job)];
    c.end();
    b.end();
    a.end();
    expect(await Promise.all(all)).toEqual(['a', 'b', 'c']);
    expect(log).toEqual(['a starts', 'a ends', 'b starts', 'b ends', 'c starts', 'c ends']);
  });

  it('lets a newer completion take the place of the waiting one, not of the running one', async () => {
    const log: string[] = [];
    const lane = new RequestLane();
    const [a, b, c] = [scripted(log, 'a'), scripted(log, 'b'), scripted(log, 'c')];
    const first = lane.run('completion', quiet(), a.job);
    const second = lane.run('completion', quiet(), b.job);
    const third = lane.run('completion', quiet(), c.job);
    await expect(second).rejects.toMatchObject({ code: 'cancelled' });
    a.end();
    c.end();
    expect(await first).toBe('a');
    expect(await third).toBe('c');
    expect(log).not.toContain('b starts');
  });

  it('aborts warming as soon as anything else arrives, and runs waiting warming last', async () => {
    const log: string[] = [];
    const lane = new RequestLane();
    const [warm, request, later, again] = [scripted(log, 'warm'), scripted(log, 'request'), scripted(log, 'later'), scripted(log, 'again')];
    const warming = lane.run('warm', quiet(), warm.job);
    await new Promise(setImmediate);
    const asked = lane.run('request', quiet(), request.job);
    const rewarming = lane.run('warm', quiet(), again.job);
    const last = lane.run('request', quiet(), later.job);
    await expect(warming).rejects.toMatchObject({ code: 'cancelled' });
    for (const job of [request, later, again]) job.end();
    expect(await Promise.all([asked, last, rewarming])).toEqual(['request', 'later', 'again']);
    expect(log.filter((line) => line.endsWith('starts'))).toEqual(['warm starts', 'request starts', 'later starts', 'again starts']);
  });

  it('learns last, gives that up for a request, and keeps what waits to be learnt', async () => {
    const log: string[] = [];
    const lane = new RequestLane();
    const [learn, completion, warm, next, last] = ['learn', 'completion', 'warm', 'next', 'last'].map((name) => scripted(log, name));
    const learning = lane.run('learn', quiet(), learn!.job);
    await new Promise(setImmediate);
    const asked = lane.run('completion', quiet(), completion!.job);
    const others = [lane.run('learn', quiet(), next!.job), lane.run('learn', quiet(), last!.job), lane.run('warm', quiet(), warm!.job)];
    await expect(learning).rejects.toMatchObject({ code: 'cancelled' });
    for (const job of [completion, next, last, warm]) job!.end();
    expect(await Promise.all([asked, ...others])).toEqual(['completion', 'next', 'last', 'warm']);
    expect(log.filter((line) => line.endsWith('starts'))).toEqual(['learn starts', 'completion starts', 'warm starts', 'next starts', 'last starts']);
  });

  it('hands the caller\'s cancellation to a running job and takes a waiting one out', async () => {
    const log: string[] = [];
    const lane = new RequestLane();
    const [a, b, c] = [scripted(log, 'a'), scripted(log, 'b'), scripted(log, 'c')];
    const [first, second] = [new AbortController(), new AbortController()];
    const running = lane.run('request', first.signal, a.job);
    const waiting = lane.run('request', second.signal, b.job);
    const next = lane.run('request', quiet(), c.job);
    second.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    first.abort();
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    c.end();
    expect(await next).toBe('c');
    expect(log).toEqual(['a starts', 'c starts', 'c ends']);
  });

  it('lets nobody give way to a request that is cancelled already', async () => {
    const lane = new RequestLane();
    const log: string[] = [];
    const [a, b] = [scripted(log, 'a'), scripted(log, 'b')];
    const running = lane.run('completion', quiet(), a.job);
    const waiting = lane.run('completion', quiet(), b.job);
    const gone = new AbortController();
    gone.abort();
    await expect(lane.run('completion', gone.signal, () => Promise.resolve('gone'))).rejects.toMatchObject({ code: 'cancelled' });
    a.end();
    b.end();
    expect(await Promise.all([running, waiting])).toEqual(['a', 'b']);
  });

  it('goes on after a job that fails', async () => {
    const lane = new RequestLane();
    await expect(lane.run('request', quiet(), () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await lane.run('request', quiet(), () => Promise.resolve(1))).toBe(1);
  });
});
