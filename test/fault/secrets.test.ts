import { describe, expect, it } from 'vitest';
import type { Logger } from '../../src/base/logger.ts';
import { seededRandom, type Random } from '../../src/base/random.ts';
import type { NamedFile } from '../../src/context/crossFile.ts';
import { workspaceFilter } from '../../src/context/workspaceFiles.ts';
import { Completer } from '../../src/editor/completion/completer.ts';
import { CrossFile } from '../../src/editor/crossFile/crossFile.ts';
import { WorkspaceFeed } from '../../src/editor/workspace/workspaceFeed.ts';
import type { Engine } from '../../src/host/engine.ts';
import { fault } from '../support/faults.ts';
import { engineForEachTest } from '../support/engineUnderTest.ts';
import { ManualClock } from '../support/manualClock.ts';
import { line, realEntry, realPack } from '../support/realEngine.ts';
import { at, settingsWith, settle } from '../unit/editor/support/places.ts';
import { emptyPack, reportOf } from '../unit/editor/support/scriptedEngine.ts';

const pick = <T>(items: readonly [T, ...(readonly T[])], random: Random): T => items[Math.floor(random() * items.length)] ?? items[0];

const secretNames = [
  '.env', '.env.local', '.envrc', '.ENV.production', 'server.pem', 'Server.PEM', 'tls.key', 'id_rsa', 'id_ed25519', 'id_rsa.pub', 'cert.pfx', 'cert.p12', '.npmrc', '.netrc', '.pypirc', '.git-credentials', '.aws/credentials', '.ssh/config',
  'secrets.json', 'secret.yaml', 'Secrets.prod.yml', 'prod.tfvars', '.git/config', 'private/notes.ts', 'deep/private/keys.ts',
] as const;
const folders = ['', 'src/', 'a/b/c/', 'packages/x y/', '.config/', 'Ünï/'] as const;
/** What the user excludes besides. */
const globs = ['private/**'];

describe('F23: canaries in files that hold secrets', () => {
  const { rounds, figure } = fault('F23', { ci: 200, all: 1000, unit: 'prompts' });

  it('F23 are in no prompt, in nothing the engine is told, and in no log', { timeout: 120_000 }, async () => {
    const seed = Math.floor(Math.random() * 2 ** 32);
    const random = seededRandom(seed);
    const lines: string[] = [];
    const write = (text: string): void => void lines.push(text);
    const logger: Logger = { debug: write, info: write, warn: write, error: write };
    const asked: { readonly method: string; readonly request: string }[] = [];
    const engine = {
      pack: emptyPack,
      ask: (method: string, request: unknown) => {
        asked.push({ method, request: JSON.stringify(request) });
        return Promise.resolve(method === 'complete' ? reportOf('done();') : { documents: 0, bytes: 0, memory: 0 });
      },
    } as unknown as Pick<Engine, 'ask' | 'pack'>;
    const settings = settingsWith({ excludedFiles: globs, prefetch: false });
    const allowed = workspaceFilter(settings.exclusions);
    const canary = (round: number): string => `canary-${round}-sk_live_`;
    let prompts = 0;
    for (let round = 0; round < rounds; round += 1) {
      const clock = new ManualClock();
      const secret = `${pick(folders, random)}${pick(secretNames, random)}`;
      const texts = new Map([[secret, `TOKEN=${canary(round)}\nhelper = 1`], ['src/open.ts', 'export const helper = 1;\n'], ['src/other.ts', `export function helper${round}() {}\n`]]);
      const named = (id: string): NamedFile => ({ id, path: id, language: 'typescript' });
      const crossFile = new CrossFile({
        clock, logger, enabled: () => true, before: () => 'helper', ignored: () => Promise.resolve(new Set()),
        read: (id) => (allowed(id) ? { ...named(id), text: texts.get(id) ?? '' } : null),
      });
      // The secret was open and worked in just before.
      for (const id of ['src/other.ts', secret, 'src/open.ts']) await crossFile.lookAt(named(id));
      crossFile.edited(secret);
      const excerpts = crossFile.excerptsFor('src/open.ts');
      const completer = new Completer({ engine, clock, logger, settings: () => settings });
      const views = [
        at(`helper(${round}, |);`, { document: 'file:///src/open.ts', path: '/w/src/open.ts', excerpts }),
        at(`TOKEN=${canary(round)}|`, { document: `file:///w/${secret}`, path: `/w/${secret}`, language: 'plaintext' }),
      ];
      for (const view of views) {
        const answer = completer.complete(view, pick(['manual', 'automatic'] as const, random), new AbortController().signal);
        for (let pause = 0; pause < 4; pause += 1) {
          await settle();
          clock.advance(1000);
        }
        await answer;
      }
      const feed = new WorkspaceFeed({
        engine, clock, logger, enabled: () => true, exclusions: () => settings.exclusions, document: () => 'src/open.ts',
        list: () => Promise.resolve([...texts].map(([id, text]) => ({ id, path: id, bytes: text.length, modified: round }))), read: (id) => Promise.resolve(allowed(id) ? texts.get(id) ?? null : null),
      });
      feed.restart();
      feed.touch(secret);
      for (let pause = 0; pause < 3; pause += 1) {
        await settle();
        clock.advance(WorkspaceFeed.pauseMs);
      }
      await settle();
      feed.dispose();
      completer.dispose();
      crossFile.dispose();
      prompts += 1;
    }
    const leaked = asked.filter(({ request }) => request.includes('canary-') || request.includes('sk_live_'));
    const logged = lines.filter((text) => text.includes('canary-'));
    const completions = asked.filter(({ method }) => method === 'complete');
    figure(`${leaked.length} canaries in ${completions.length} prompts and ${asked.length - completions.length} messages about the workspace, ${logged.length} in ${lines.length} log lines, seed ${seed}`);
    expect(prompts).toBe(rounds);
    expect(completions.length).toBeGreaterThan(rounds / 2);
    expect(completions.some(({ request }) => request.includes('helper'))).toBe(true);
    expect(asked.some(({ method, request }) => method === 'workspace' && request.includes('src/other.ts'))).toBe(true);
    expect(leaked).toEqual([]);
    expect(logged).toEqual([]);
  });

  const start = engineForEachTest();
  it('F23 no text at all is in the log of the real engine', async () => {
    const test = start({ entry: realEntry });
    await test.engine.load(realPack());
    for (let round = 0; round < 5; round += 1) await test.engine.ask('complete', line(`const canary${round} = 'sk_live_canary`, { after: `';\n// sk_live_canary ${round}` }));
    test.engine.dispose();
    expect(test.lines.length).toBeGreaterThan(0);
    expect(test.lines.filter((text) => text.includes('canary'))).toEqual([]);
  });
});
