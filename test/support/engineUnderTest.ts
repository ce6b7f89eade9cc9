import type { ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { afterEach } from 'vitest';
import { systemClock, type Clock } from '../../src/base/clock.ts';
import type { Logger } from '../../src/base/logger.ts';
import type { Engine, EngineState } from '../../src/host/engine.ts';
import { createEngine } from '../../src/host/engineSupervisor.ts';
import { forkEngine } from '../../src/host/forkEngine.ts';
import type { Quarantine } from '../../src/host/quarantine.ts';
import { defaults } from '../../src/protocol/settings.ts';
import type { CompletionRequest, LoadRequest } from '../../src/protocol/requests.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Built on first use, next to the product's own bundles. */
export const fakeEntry = `${root}dist/test/fakeEngine.cjs`;
buildSync({ entryPoints: [`${root}test/support/fakeEngine.ts`], outfile: fakeEntry, bundle: true, platform: 'node', format: 'cjs', logLevel: 'warning' });

export interface EngineUnderTest {
  readonly engine: Engine;
  readonly children: ChildProcess[];
  readonly states: EngineState[];
  readonly quarantined: Map<string, string>;
  readonly lines: string[];
  /** The running process. */
  child(): ChildProcess;
  pid(): number;
}

export interface EngineUnderTestOptions {
  readonly clock?: Clock;
  readonly entry?: string;
  readonly idleMs?: () => number;
  /** Of Node, for each life of the engine anew. */
  readonly nodeOptions?: () => readonly string[];
  readonly quarantine?: Quarantine;
}

/** A supervised fake engine (or another `entry`), with everything that it did written down. */
export function engineUnderTest(options: EngineUnderTestOptions = {}): EngineUnderTest {
  const { clock = systemClock, entry = fakeEntry, idleMs, nodeOptions = () => (entry === fakeEntry ? ['--max-old-space-size=64'] : []) } = options;
  const children: ChildProcess[] = [];
  const states: EngineState[] = [];
  const quarantined = new Map<string, string>();
  const lines: string[] = [];
  const write = (line: string): void => void lines.push(line);
  const logger: Logger = { debug: write, info: write, warn: write, error: write };
  const engine = createEngine({
    entry, clock, logger, ...(idleMs === undefined ? {} : { idleMs }),
    quarantine: options.quarantine ?? { isQuarantined: (path) => quarantined.has(path), add: (path, cause) => void quarantined.set(path, cause), hasLoaded: () => true, addLoaded: () => undefined },
    fork: (file) => {
      const child = forkEngine(file, nodeOptions());
      children.push(child);
      return child;
    },
  });
  engine.onState((state) => states.push(state));
  const child = (): ChildProcess => {
    const last = children.at(-1);
    if (last === undefined) throw new Error('no process was started');
    return last;
  };
  return { engine, children, states, quarantined, lines, child, pid: () => child().pid ?? 0 };
}

/** Starts engines under test; after each test of the file the last one is disposed of, and its processes are gone. */
export function engineForEachTest(): typeof engineUnderTest {
  let current: EngineUnderTest | null = null;
  afterEach(async () => {
    current?.engine.dispose();
    await Promise.all((current?.children ?? []).map(gone));
    current = null;
  });
  return (options) => (current = engineUnderTest(options));
}

export const pack = (...paths: string[]): Omit<LoadRequest, 'oneByOne'> => ({
  members: paths.map((path, at) => ({ id: `m${at}`, path })), settings: defaults.engine, cacheFolder: '',
});

export const completion = (before: string): CompletionRequest => ({
  before, after: '', language: '', weighting: { ...defaults.weighting, pinned: {} }, alignment: 'bytes', decoding: defaults.decoding, shape: { kind: 'line' }, maxBytes: 10, deadlineMs: 60_000,
});

/** Resolves when the engine is in a state of this kind, now or later. */
export function inState(engine: Engine, kind: EngineState['kind']): Promise<void> {
  return new Promise((resolve) => {
    if (engine.state.kind === kind) {
      resolve();
      return;
    }
    const subscription = engine.onState((state) => {
      if (state.kind !== kind) return;
      subscription.dispose();
      resolve();
    });
  });
}

export function gone(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
  });
}

/** Whether a process runs; a zombie counts as dead. */
export async function isAlive(pid: number): Promise<boolean> {
  try {
    return !/^State:\s+[ZX]/m.test(await readFile(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/** The q-quantile of some measurements. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}
