import { Session, type Profiler } from 'node:inspector/promises';
import type { Random } from '../../src/base/random.ts';

/** Inputs between two looks at the coverage, which takes longer than most targets. */
const batch = 10;

/** Parts of `src` that ran since the last look. */
function ranIn({ result }: Profiler.TakePreciseCoverageReturnType): readonly string[] {
  return result.filter(({ url }) => url.includes('/src/')).flatMap(({ url, functions }) => functions.flatMap(({ ranges }) =>
    ranges.filter(({ count }) => count > 0).map(({ startOffset, endOffset }) => `${url} ${startOffset} ${endOffset}`)));
}

function mutated(input: Buffer, other: Buffer, random: Random): Buffer {
  const bytes = Buffer.from(input);
  const at = Math.floor(random() * (bytes.length + 1));
  switch (Math.floor(random() * 6)) {
    case 0:
      if (at < bytes.length) bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(random() * 8));
      return bytes;
    case 1:
      if (at < bytes.length) bytes[at] = Math.floor(random() * 256);
      return bytes;
    case 2: return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + Math.floor(random() * 16))]);
    case 3: return Buffer.concat([bytes.subarray(0, at), other.subarray(Math.floor(random() * other.length)).subarray(0, 32), bytes.subarray(at)]);
    case 4: return bytes.fill(random() < 0.5 ? 0xff : 0, at, Math.min(at + 8, bytes.length));
    default: return Buffer.concat([bytes.subarray(0, at), other.subarray(Math.min(at, other.length))]);
  }
}

export interface Fuzzed {
  readonly runs: number;
  /** Inputs in whose batch something of the sources ran for the first time. */
  readonly kept: number;
}

/**
 * Runs `target` on changed inputs for `ms` milliseconds; inputs that make code run that none before them did are kept and changed further, as V8's
 * block coverage tells. What `target` throws is a finding, and is thrown with the input in hexadecimal digits. (A library for this, Jazzer.js, needs a newer C
 * library than many systems have.)
 */
export async function coverageFuzz(target: (input: Buffer) => Promise<void> | void, seeds: readonly Buffer[], ms: number, random: Random): Promise<Fuzzed> {
  const session = new Session();
  session.connect();
  try {
    await session.post('Profiler.enable');
    await session.post('Profiler.startPreciseCoverage', { callCount: false, detailed: true });
    const corpus = [...seeds];
    const one = (): Buffer => corpus[Math.floor(random() * corpus.length)] ?? Buffer.alloc(0);
    const run = async (input: Buffer): Promise<void> => {
      try {
        await target(input);
      } catch (thrown) {
        throw new Error(`a finding: ${input.toString('hex').slice(0, 4000)}`, { cause: thrown });
      }
    };
    for (const seed of seeds) await run(seed);
    const seen = new Set(ranIn(await session.post('Profiler.takePreciseCoverage')));
    let runs = 0;
    for (const until = performance.now() + ms; performance.now() < until; runs += batch) {
      const inputs = Array.from({ length: batch }, () => {
        let input = one();
        for (let changes = 1 + Math.floor(random() * 4); changes > 0; changes -= 1) input = mutated(input, one(), random);
        return input;
      });
      for (const input of inputs) await run(input);
      const ran = ranIn(await session.post('Profiler.takePreciseCoverage')).filter((part) => !seen.has(part));
      for (const part of ran) seen.add(part);
      if (ran.length > 0) corpus.push(...inputs);
    }
    return { runs, kept: corpus.length - seeds.length };
  } finally {
    session.disconnect();
  }
}
