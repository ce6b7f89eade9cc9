import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CompletionRequest } from '../../src/protocol/requests.ts';
import { defaults } from '../../src/protocol/settings.ts';
import { completion, engineUnderTest, gone, pack, quantile, type EngineUnderTest } from '../support/engineUnderTest.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const entry = join(root, 'dist/test/engine.js');
const models = ['starter-typescript-q8_0.gguf', 'starter-python-q8_0.gguf', 'starter-prose-q8_0.gguf'].map((name) => join(root, 'media/models', name));

const request: CompletionRequest = {
  ...completion('export function add(a: number, b: number): number {\n  return '), language: 'typescript', shape: { kind: 'text' }, maxBytes: 400, deadlineMs: 30_000,
};

describe('the engine with the starter pack', () => {
  let test: EngineUnderTest;
  let cacheFolder = '';
  beforeAll(async () => {
    execFileSync(process.execPath, ['esbuild.mjs', '--outdir=dist/test'], { cwd: root });
    cacheFolder = await mkdtemp(join(tmpdir(), 'packllm-fault-'));
    test = engineUnderTest({ entry });
    const report = await test.engine.load({ ...pack(...models), cacheFolder });
    expect(report.leftOut).toEqual([]);
  });
  afterAll(async () => {
    test.engine.dispose();
    await Promise.all(test.children.map(gone));
    await rm(cacheFolder, { recursive: true });
  });

  it('F1: is killed while it streams, and the next completion comes', async () => {
    const rounds = 4; // of the specification's 100
    const noticed: number[] = [];
    const next: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      let killedAt = 0;
      const onValue = (): void => {
        if (killedAt !== 0) return;
        killedAt = performance.now();
        process.kill(test.pid(), 'SIGKILL');
      };
      const error: unknown = await test.engine.ask('complete', request, { onValue }).catch((thrown: unknown) => thrown);
      noticed.push(performance.now() - killedAt);
      expect(error).toMatchObject({ code: 'engine-crashed', shown: false });
      const report = await test.engine.ask('complete', { ...request, ...defaults.line, deadlineMs: 30_000, shape: { kind: 'line' } });
      next.push(performance.now() - killedAt);
      expect(report.members.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 6);
      await test.engine.restart();
    }
    console.log(`F1, real engine: ${rounds}/100 rounds, noticed p95 ${quantile(noticed, 0.95).toFixed(1)} ms, next completion p95 ${quantile(next, 0.95).toFixed(0)} ms, respawn and three models included`);
    expect(test.states.some(({ kind }) => kind === 'disabled')).toBe(false);
  });

  it('F4: is stopped while it streams, killed and restarted', async () => {
    let stoppedAt = 0;
    const hung = test.child();
    const onValue = (): void => {
      if (stoppedAt !== 0) return;
      stoppedAt = performance.now();
      process.kill(hung.pid ?? 0, 'SIGSTOP');
    };
    const error: unknown = await test.engine.ask('complete', request, { onValue }).catch((thrown: unknown) => thrown);
    const killedAfter = performance.now() - stoppedAt;
    expect(error).toMatchObject({ code: 'engine-crashed', shown: false });
    expect((await test.engine.ask('weights', { ...request, only: ['m0', 'm1'] })).members).toHaveLength(2);
    console.log(`F4, real engine: killed after ${killedAfter.toFixed(0)} ms, answered again after ${(performance.now() - stoppedAt).toFixed(0)} ms`);
    expect(hung.signalCode).toBe('SIGKILL');
  });

  it('is cancelled at the next token, and goes on', async () => {
    const abort = new AbortController();
    const lives = test.children.length;
    await expect(test.engine.ask('complete', request, { signal: abort.signal, onValue: () => abort.abort() })).rejects.toMatchObject({ code: 'cancelled' });
    const since = performance.now();
    await test.engine.ask('weights', request);
    console.log(`cancelled; the next answer came after ${(performance.now() - since).toFixed(0)} ms`);
    expect(test.children).toHaveLength(lives);
  });
});
