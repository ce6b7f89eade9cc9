import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HostProcess, type HostOptions } from '../support/hostProcess.ts';
import type { HostState } from '../support/hostProgram.ts';
import { realEntry } from '../support/realEngine.ts';

/** Node's name for this machine in the packages of native binaries. */
const platform = `${process.platform === 'darwin' ? 'mac' : process.platform === 'win32' ? 'win' : 'linux'}-${process.arch}`;

describe('F26: a broken installation', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'packllm-broken-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  /** An engine beside an installation of its library without native binaries, or with `binary` for each of them. */
  async function engineWith(name: string, binary: string | null): Promise<string> {
    const modules = join(folder, name, 'node_modules');
    await mkdir(join(modules, 'node-llama-cpp/llama'), { recursive: true });
    for (const entry of await readdir('node_modules')) {
      if (!entry.startsWith('.') && entry !== 'node-llama-cpp' && entry !== '@node-llama-cpp') await symlink(resolve('node_modules', entry), join(modules, entry));
    }
    const library = resolve('node_modules/node-llama-cpp');
    for (const part of ['dist', 'package.json', 'bins', 'llama/binariesGithubRelease.json', 'llama/llama.cpp.info.json', 'llama/package.json']) {
      await cp(join(library, part), join(modules, 'node-llama-cpp', part), { recursive: true }).catch(() => undefined);
    }
    await symlink(join(library, 'node_modules'), join(modules, 'node-llama-cpp/node_modules')).catch(() => undefined);
    if (binary !== null) {
      const from = resolve('node_modules/@node-llama-cpp', platform);
      const to = join(modules, '@node-llama-cpp', platform);
      await cp(from, to, { recursive: true });
      for (const file of await readdir(to, { recursive: true })) {
        if (/\.(node|so|dylib|dll)$/.test(file)) await writeFile(join(to, file), binary);
      }
    }
    await cp(realEntry, join(folder, name, 'engine.js'));
    return join(folder, name, 'engine.js');
  }

  /** What the user sees once the extension has found out. */
  async function outcomeOf(options: HostOptions, settled: (state: HostState) => boolean): Promise<HostState> {
    const host = new HostProcess(options);
    try {
      let state = await host.ask('start');
      while (!settled(state)) state = await host.ask('state');
      // Whatever would come next had time to come.
      for (let more = 0; more < 200; more += 1) state = await host.ask('state');
      return state;
    } finally {
      await host.kill();
    }
  }

  const told = ({ messages }: HostState): boolean => messages.length > 0;

  const broken: readonly (readonly [what: string, options: () => Promise<HostOptions>, settled: (state: HostState) => boolean, message: RegExp | null])[] = [
    ['without the engine’s program', () => Promise.resolve({ engine: join(folder, 'nowhere.js') }), told, /engine/i],
    ['without the native binary', async () => ({ engine: await engineWith('missing', null) }), told, /binary|engine/i],
    ['with a native binary that is none', async () => ({ engine: await engineWith('wrong', 'not a library') }), told, /binary|engine/i],
  ];

  it.each(broken)('F26 %s ends in one clear message', { timeout: 120_000 }, async (what, options, settled, message) => {
    const state = await outcomeOf(await options(), settled);
    console.log(`F26: ${what}: ${state.messages.length} message, activation ${state.activationMs.toFixed(0)} ms: ${state.messages.join(' | ')}`);
    expect(state.messages).toHaveLength(1);
    if (message !== null) expect(state.messages[0]).toMatch(message);
    expect(state.activationMs).toBeLessThan(1000);
  });

  it('F26 with storage that cannot be written still completes', { timeout: 120_000 }, async () => {
    const file = join(folder, 'a-file');
    await writeFile(file, '');
    const host = new HostProcess({ environment: { HOME: file, XDG_CACHE_HOME: join(file, 'cache'), PACKLLM_MODELS_DIR: join(file, 'models') } });
    try {
      const { messages, activationMs, children } = await host.ask('activate');
      console.log(`F26: with storage that cannot be written: models loaded, ${messages.length} messages, activation ${activationMs.toFixed(0)} ms`);
      expect(children).toHaveLength(1);
      expect(messages.length).toBeLessThanOrEqual(1);
    } finally {
      await host.kill();
    }
    expect(await readFile(file, 'utf8')).toBe('');
  });
});
