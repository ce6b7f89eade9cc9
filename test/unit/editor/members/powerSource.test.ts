import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PowerSource } from '../../../../src/editor/members/powerSource.ts';
import { ManualClock } from '../../../support/manualClock.ts';

let supplies: string;
beforeEach(async () => {
  supplies = await mkdtemp(join(tmpdir(), 'packllm-power-'));
});
afterEach(() => rm(supplies, { recursive: true }));

async function place(name: string, files: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(join(supplies, name), { recursive: true });
  for (const [file, text] of Object.entries(files)) await writeFile(join(supplies, name, file), `${text}\n`);
}

const linux = () => new PowerSource({ clock: new ManualClock(), platform: 'linux', supplies });
const charger = (online: string) => place('AC', { type: 'Mains', online });
const battery = (status: string) => place('BAT0', { type: 'Battery', status });

describe('on Linux', () => {
  test('a machine without a battery never runs on one', async () => expect(await linux().look()).toBe(false));

  test.each([['0', 'Discharging', true], ['1', 'Discharging', false], ['0', 'Full', false], ['1', 'Charging', false]])('charger %s, battery %s: %s', async (online, status, expected) => {
    await charger(online);
    await battery(status);
    expect(await linux().look()).toBe(expected);
  });

  test('the battery of a mouse does not count', async () => {
    await place('hid', { type: 'Battery', status: 'Discharging', scope: 'Device' });
    expect(await linux().look()).toBe(false);
  });

  test('without the folder nobody knows', async () => expect(await new PowerSource({ clock: new ManualClock(), platform: 'linux', supplies: join(supplies, 'none') }).look()).toBeNull());
});

describe('elsewhere', () => {
  test.each([
    ["Now drawing from 'Battery Power'\n -InternalBattery-0 (id=1)\t80%; discharging", true],
    ["Now drawing from 'AC Power'\n -InternalBattery-0 (id=1)\t80%; charging", false],
    ['something else', null],
  ])('macOS says %j: %s', async (text, expected) =>
    expect(await new PowerSource({ clock: new ManualClock(), platform: 'darwin', pmset: () => Promise.resolve(text) }).look()).toBe(expected));

  test('a command that fails and a system that has none leave it unknown', async () => {
    expect(await new PowerSource({ clock: new ManualClock(), platform: 'darwin', pmset: () => Promise.reject(new Error('no')) }).look()).toBeNull();
    expect(await new PowerSource({ clock: new ManualClock(), platform: 'win32' }).look()).toBeNull();
  });
});

test('what is known is looked up again after half a minute, in the background', async () => {
  const clock = new ManualClock();
  let looks = 0;
  let text = "Now drawing from 'Battery Power'";
  const source = new PowerSource({ clock, platform: 'darwin', pmset: () => { looks++; return Promise.resolve(text); } });
  expect(source.onBattery).toBeNull();
  await Promise.resolve().then(() => Promise.resolve()).then(() => Promise.resolve());
  expect([source.onBattery, looks]).toEqual([true, 1]);
  text = "Now drawing from 'AC Power'";
  clock.advance(PowerSource.staleMs);
  expect(source.onBattery).toBe(true);
  await new Promise(setImmediate);
  expect([source.onBattery, looks]).toEqual([false, 2]);
});
