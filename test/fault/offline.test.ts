import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HostProcess } from '../support/hostProcess.ts';
import { outcomeOf, type Outcome } from '../support/packllm.ts';

/** A network of its own, where nothing leads outside; loopback is there. */
const apart = ['unshare', '--map-root-user', '--net', '--', 'sh', '-c', 'ip link set lo up; exec "$@"', 'sh'];
const canBeApart = spawnSync(apart[0] ?? '', [...apart.slice(1), 'true']).status === 0;
/** Sees the connects of native code and of child processes too. */
const canTrace = spawnSync('strace', ['-V']).status === 0;
console.log(`F28: ${canBeApart ? 'in a network without outside routes' : 'the system grants no network of its own, so connects are only counted'}; connects seen by ${canTrace ? 'strace, in all processes' : 'a preload, in JavaScript of the host process'}`);

describe('F28: no network', () => {
  let home: string;
  const program = resolve('dist/packllm.js');
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'packllm-offline-'));
    execFileSync(process.execPath, ['esbuild.mjs']);
  });
  afterAll(() => rm(home, { recursive: true }));

  const preload = ['--import', resolve('test/support/recordAccess.mjs')];
  const recorded = join(tmpdir(), `packllm-access-${process.pid}.log`);
  const traced = join(tmpdir(), `packllm-connects-${process.pid}.log`);
  afterAll(() => Promise.all([recorded, traced].map((path) => rm(path, { force: true }))));

  async function offline(args: readonly string[]): Promise<Outcome> {
    const command = [
      ...(canBeApart ? apart : []), ...(canTrace ? ['strace', '-f', '-qq', '-A', '-e', 'trace=connect', '-o', traced] : []), process.execPath, ...preload, program, ...args,
    ];
    const child = spawn(command[0] ?? '', command.slice(1), {
      env: { ...process.env, PACKLLM_MODELS_DIR: `${home}/models`, XDG_CACHE_HOME: `${home}/cache`, PACKLLM_ACCESS_LOG: recorded }, stdio: 'pipe',
    });
    child.stdin.end();
    return outcomeOf(child);
  }

  /** Connects and look-ups of names that leave the machine, or would. */
  async function connects(): Promise<readonly string[]> {
    const [calls, seen] = await Promise.all([traced, recorded].map((path) => readFile(path, 'utf8').catch(() => '')));
    return [...(calls ?? '').split('\n').filter((line) => /AF_INET/.test(line)), ...(seen ?? '').split('\n').filter((line) => /^(?:connect|name) /.test(line))];
  }

  const uses: readonly (readonly string[])[] = [
    ['complete', 'media/samples/orders.ts:19'],
    ['query', 'What does a backup protect against?', '--max-bytes', '40'],
    ['weights', 'media/samples/guide.md'],
    ['eval', 'workspace', 'media/samples', '--pack', 'starter', '--sample', '1', '--only', '1,2', '--resamples', '100', '--out', 'artifacts/caches/offline'],
    ['doctor'],
  ];

  it('F28 everything but downloads works, and nothing connects outside', { timeout: 600_000 }, async () => {
    for (const args of uses) {
      const { code, stderr } = await offline(args);
      expect(code, `${args.join(' ')}: ${stderr}`).toBe(0);
    }
    const host = new HostProcess({ nodeOptions: preload, environment: { PACKLLM_ACCESS_LOG: recorded } });
    try {
      expect((await host.ask('activate')).children).toHaveLength(1);
    } finally {
      await host.kill();
    }
    const outbound = await connects();
    console.log(`F28: ${outbound.length} outbound connects; ${uses.map(([name]) => name).join(', ')} and the extension work`);
    expect(outbound).toEqual([]);
    if (!canBeApart) return;
    // A download would be seen, and ends in a clear failure.
    expect(await offline(['models', 'get', 'smollm2-135m'])).toMatchObject({ code: 1, stderr: expect.stringMatching(/server|network|download/i) as string });
    expect((await connects()).length).toBeGreaterThan(0);
  });
});
