import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { HostProcess } from '../support/hostProcess.ts';

interface Setting {
  readonly type?: string | readonly string[];
  readonly scope?: string;
  readonly enum?: readonly string[];
}
const settings = Object.entries(Object.assign({}, ...manifest.contributes.configuration.map(({ properties }) => properties)) as Record<string, Setting>);
/** Settings that can hold whatever text one likes, so a path, an address or a command. */
const freeTexts = settings.filter(([, { type, enum: choices }]) => type === 'string' && choices === undefined).map(([name]) => name);

describe('F22: a workspace that is not trusted', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'packllm-untrusted-'));
    await mkdir(join(folder, 'stolen'));
    await writeFile(join(folder, 'stolen/pack.json'), JSON.stringify({ members: [{ id: 'own', path: resolve('media/models/starter-prose-q8_0.gguf'), enabled: true }] }));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('F22 has no say in any setting that names a place: every one is of the machine, and restricted', () => {
    expect(freeTexts.length).toBeGreaterThan(1);
    for (const name of freeTexts) {
      expect(Object.fromEntries(settings)[name]?.scope, name).toBe('machine');
      expect(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations, name).toContain(name);
    }
  });

  it('F22 sets them all the same: nothing there is read, nothing is started but the engine, nothing is connected to', async () => {
    const seen = await accessOf(false);
    const ours = [resolve('.'), '/proc/', '/sys/'];
    const opened = seen.filter(({ what }) => what === 'file').map(({ where }) => where);
    const outside = opened.filter((where) => !ours.some((root) => where.startsWith(root)));
    const stolen = seen.filter(({ where }) => where.includes(folder));
    const started = seen.filter(({ what }) => what === 'process').map(({ where }) => where);
    const connected = seen.filter(({ what }) => what === 'connect' || what === 'name');
    console.log(`F22: ${freeTexts.length} path-like settings made by an untrusted workspace: ${stolen.length} opens there, ${outside.length} of ${opened.length} opens outside our folders, ${started.length - 1} processes besides the engine, ${connected.length} connections`);
    expect(opened.length).toBeGreaterThan(3);
    expect(outside).toEqual([]);
    expect(started).toEqual([process.execPath]);
    expect(connected).toEqual([]);
  });

  it('would notice if they were read, as those of a user’s own workspace', async () => {
    expect((await accessOf(true)).some(({ what, where }) => what === 'file' && where.startsWith(join(folder, 'stolen')))).toBe(true);
  });

  /** What the extension opens, starts and connects to until its models are there. */
  async function accessOf(trusted: boolean): Promise<readonly { readonly what: string; readonly where: string }[]> {
    const log = join(folder, `access-${trusted}.log`);
    const workspaceSettings = Object.fromEntries(freeTexts.map((name) => [name.replace('packllm.', ''), name.endsWith('Endpoint') ? 'http://127.0.0.1:9' : join(folder, 'stolen')]));
    const host = new HostProcess({
      editor: { trusted, workspaceSettings }, nodeOptions: ['--import', resolve('test/support/recordAccess.mjs')], environment: { PACKLLM_ACCESS_LOG: log },
    });
    try {
      await host.ask('activate');
    } finally {
      await host.kill();
    }
    return (await readFile(log, 'utf8')).split('\n').filter((line) => line !== '')
      .map((line) => ({ what: line.slice(0, line.indexOf(' ')), where: line.slice(line.indexOf(' ') + 1) }));
  }
});
