import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PackError } from '../../src/base/errors.ts';
import { seededRandom, type Random } from '../../src/base/random.ts';
import { download, type DownloadOptions } from '../../src/models/download.ts';
import { entryFor, sampleModel, SkippingClock } from '../support/downloads.ts';
import { fault } from '../support/faults.ts';
import { HubServer, type HubFault } from '../support/hubServer.ts';

const content = sampleModel(20_000);
const entry = entryFor(content);
const finalName = 'sample.gguf';

const pick = <T>(items: readonly [T, ...(readonly T[])], random: Random): T => items[Math.floor(random() * items.length)] ?? items[0];
const share = (random: Random): number => Math.floor((content.length * Math.floor(random() * 11)) / 10);

/** What may go wrong with one request; what ends the whole attempt is among the last. */
function hubFault(random: Random): HubFault {
  return pick<() => HubFault>([
    () => ({ kind: 'reset', afterBytes: share(random), abrupt: true }),
    () => ({ kind: 'reset', afterBytes: share(random), abrupt: true }),
    () => ({ kind: 'wrong-length', length: share(random) }),
    () => ({ kind: 'wrong-bytes' }),
    () => ({ kind: 'more-bytes' }),
    () => ({ kind: 'fewer-bytes' }),
    () => ({ kind: 'wrong-range' }),
    () => ({ kind: 'ignores-if-range' }),
    () => ({ kind: 'status', code: pick([401, 403, 404, 416, 429, 500, 503], random), ...(random() < 0.5 ? { retryAfter: '2' } : {}) }),
    () => ({ kind: 'redirect', to: pick(['http://example.invalid/x', 'file:///etc/hosts', '/again', 'https://user:word@example.invalid/'], random) }),
  ], random)();
}

/** What may go wrong on this machine, or with the file at the hub while it is fetched. */
function localFault(hub: HubServer, random: Random): Partial<DownloadOptions> {
  const after = share(random);
  switch (pick(['none', 'none', 'full before', 'full', 'cancelled', 'another file', 'another tag'] as const, random)) {
    case 'none': return {};
    case 'full before': return { freeBytes: () => Promise.resolve(after) };
    case 'full': {
      const thrown = Object.assign(new Error('no space'), { code: 'ENOSPC', syscall: 'write' });
      return { onProgress: ({ bytes }) => { if (bytes >= after) throw thrown; } };
    }
    case 'cancelled': {
      const stop = new AbortController();
      return { signal: stop.signal, onProgress: ({ bytes }) => { if (bytes >= after) stop.abort(); } };
    }
    case 'another file': return { onProgress: ({ bytes }) => {
      if (bytes < after) return;
      hub.content = Buffer.from(content).fill(7, 1000, 2000);
      hub.etag = '"another"';
    } };
    case 'another tag': return { onProgress: ({ bytes }) => { if (bytes >= after) hub.etag = pick(['"two"', 'W/"weak"', null], random); } };
  }
}

describe('F15: downloads over a bad line', () => {
  const { rounds, figure } = fault('F15', { ci: 120, all: 1000, unit: 'downloads' });
  let hub: HubServer;
  let folder: string;
  beforeAll(async () => {
    hub = await HubServer.start(content);
    folder = await mkdtemp(join(tmpdir(), 'packllm-downloads-'));
  });
  afterAll(async () => {
    await hub.stop();
    await rm(folder, { recursive: true });
  });

  it('F15 leave a whole file at the final name, or none', { timeout: 1_200_000 }, async () => {
    const seed = Math.floor(Math.random() * 2 ** 32);
    const random = seededRandom(seed);
    const ends = new Map<string, number>();
    let bad = 0;
    let faults = 0;
    const run = async (options: Partial<DownloadOptions>): Promise<string> => {
      try {
        await download(entry, { folder, accepted: false, hubEndpoint: hub.endpoint, clock: new SkippingClock(), ...options });
        return 'whole';
      } catch (thrown) {
        if (thrown instanceof PackError && thrown.code !== 'internal') return thrown.code;
        throw new Error(`seed ${seed}: ${String(thrown)}`, { cause: thrown });
      }
    };
    for (let round = 0; round < rounds; round += 1) {
      // Up to three runs of the same download, each with faults of its own; what one leaves behind the next one finds.
      for (let left = 1 + Math.floor(random() * 3); left > 0; left -= 1) {
        hub.faults.push(...Array.from({ length: Math.floor(random() * 4) }, () => hubFault(random)));
        faults += hub.faults.length;
        const twice = random() < 0.15;
        const outcomes = await Promise.all([run(localFault(hub, random)), ...(twice ? [run({})] : [])]);
        for (const outcome of outcomes) ends.set(outcome, (ends.get(outcome) ?? 0) + 1);
        hub.faults.length = 0;
        const there = await readFile(join(folder, finalName)).catch(() => null);
        if (there !== null && !there.equals(content)) bad += 1;
        if (outcomes.includes('whole')) expect(there, `seed ${seed}, round ${round}`).not.toBeNull();
        expect((await readdir(folder)).filter((name) => !/^sample\.gguf(\.part(\.json)?)?$/.test(name))).toEqual([]);
        hub.content = content;
        hub.etag = '"one"';
      }
      // The line is good again. Wrong bytes that came under the right tag are found at the end, and nothing of them is kept.
      const first = await run({});
      expect(first === 'checksum-mismatch' ? await run({}) : first, `seed ${seed}, round ${round}`).toBe('whole');
      expect(await readdir(folder)).toEqual([finalName]);
      await rm(join(folder, finalName));
    }
    figure(`${bad} bad files at the final name, ${faults} faults, ${[...ends].map(([end, count]) => `${count} ${end}`).join(', ')}, seed ${seed}`);
    expect(bad).toBe(0);
  });
});
