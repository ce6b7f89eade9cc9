import { existsSync } from 'node:fs';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { systemClock } from '../../src/base/clock.ts';
import { silentLogger } from '../../src/base/logger.ts';
import { EngineServer } from '../../src/engine/engineServer.ts';
import { modelsFolder } from '../../src/models/modelsFolder.ts';
import type { Answer, CompletionRequest, LoadRequest, MemberSpec, MethodName, Params, Streamed, WeightsRequest } from '../../src/protocol/requests.ts';
import { defaults } from '../../src/protocol/settings.ts';

export const kinds = ['typescript', 'python', 'prose'] as const;
export type Kind = (typeof kinds)[number];

export const starterPath = (kind: Kind): string => resolve(`media/models/starter-${kind}-q8_0.gguf`);
export const starter = (kind: Kind): MemberSpec => ({ id: `starter-${kind}`, path: starterPath(kind) });
export const starterPack = (): MemberSpec[] => kinds.map(starter);

/** A larger model for tests that want one: from PACKLLM_TEST_MODELS (files, comma-separated) or the models folder; null when there is none. */
export function optionalModel(name: RegExp): string | null {
  const named = (process.env['PACKLLM_TEST_MODELS'] ?? '').split(',').filter((path) => path !== '');
  const found = [...named, join(modelsFolder(), 'SmolLM2-135M-Instruct.Q4_1.gguf')].find((path) => name.test(path) && existsSync(path));
  if (found === undefined) console.log(`skipped: no model file matches ${String(name)}; name one in PACKLLM_TEST_MODELS`);
  return found ?? null;
}

/** Every request has a cache of its own, below the git-ignored artifacts. */
export async function loadRequest(members: MemberSpec[], settings: Partial<LoadRequest['settings']> = {}): Promise<LoadRequest> {
  const caches = resolve('artifacts/caches');
  await mkdir(caches, { recursive: true });
  return { members, settings: { ...defaults.engine, gpu: 'off', ...settings }, cacheFolder: await mkdtemp(join(caches, 'engine-')), oneByOne: false };
}

/** The engine's server inside this process, asked as the host asks it. */
export class ServerUnderTest {
  readonly server = new EngineServer(systemClock, silentLogger);

  async load(members: MemberSpec[], settings: Partial<LoadRequest['settings']> = {}): Promise<Answer<'load'>> {
    return this.ask('load', await loadRequest(members, settings));
  }

  ask<M extends MethodName>(method: M, params: Params<M>, signal = new AbortController().signal, stream: (value: Streamed<M>) => void = () => undefined): Promise<Answer<M>> {
    return this.server.answer(method, params, { signal, background: false, stream });
  }
}

export const weighing = (before: string, changes: Partial<WeightsRequest> = {}): WeightsRequest => ({
  before, after: '', language: '', weighting: { ...defaults.weighting, pinned: {} }, alignment: 'bytes', ...changes,
});

export const completing = (before: string, changes: Partial<CompletionRequest> = {}): CompletionRequest => ({
  ...weighing(before), decoding: defaults.decoding, shape: { kind: 'line' }, maxBytes: 256, deadlineMs: 60_000, ...changes,
});
