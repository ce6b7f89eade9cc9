import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../base/clock.ts';

export interface PowerSourceParts {
  readonly clock: Clock;
  readonly platform: NodeJS.Platform;
  /** Where Linux lists chargers and batteries. */
  readonly supplies?: string;
  /** What `pmset -g batt` of macOS prints. */
  readonly pmset?: () => Promise<string>;
}

/** Neither the editor nor Node tells what a machine runs on. Linux lists its power supplies as files and macOS has a command for it; elsewhere nobody knows. */
export class PowerSource {
  static readonly staleMs = 30_000;
  readonly #parts: Required<PowerSourceParts>;
  #known: boolean | null = null;
  #lookedAt = -Infinity;

  constructor(parts: PowerSourceParts) {
    this.#parts = { supplies: '/sys/class/power_supply', pmset: runPmset, ...parts };
  }

  /** What was found last; looks again in the background when that is some time ago. Null while and where it is unknown. */
  get onBattery(): boolean | null {
    const now = this.#parts.clock.now();
    if (now - this.#lookedAt >= PowerSource.staleMs) {
      this.#lookedAt = now;
      void this.look();
    }
    return this.#known;
  }

  /** Looks now; never rejects. */
  async look(): Promise<boolean | null> {
    this.#known = await this.#find().catch(() => null);
    return this.#known;
  }

  #find(): Promise<boolean | null> {
    switch (this.#parts.platform) {
      case 'linux': return onBatteryByFiles(this.#parts.supplies);
      case 'darwin': return this.#parts.pmset().then(onBatteryByPmset);
      default: return Promise.resolve(null);
    }
  }
}

/** On battery: no charger of the machine is connected, and one of its own batteries runs down. Batteries of mice and phones have the scope "Device". */
async function onBatteryByFiles(folder: string): Promise<boolean | null> {
  const read = (name: string, file: string): Promise<string> => readFile(join(folder, name, file), 'utf8').then((text) => text.trim(), () => '');
  const supplies = await Promise.all((await readdir(folder)).map(async (name) => ({
    type: await read(name, 'type'), scope: await read(name, 'scope'), online: await read(name, 'online'), status: await read(name, 'status'),
  })));
  const own = supplies.filter(({ scope }) => scope !== 'Device');
  const batteries = own.filter(({ type }) => type === 'Battery');
  if (batteries.length === 0) return false;
  if (own.some(({ type, online }) => type !== 'Battery' && online === '1')) return false;
  return batteries.some(({ status }) => status === 'Discharging');
}

function onBatteryByPmset(text: string): boolean | null {
  const source = /^Now drawing from \x27([^\x27]+)\x27/u.exec(text)?.[1];
  return source === undefined ? null : source === 'Battery Power';
}

function runPmset(): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile('/usr/bin/pmset', ['-g', 'batt'], { timeout: 5000 }, (error, stdout) => (error === null ? resolve(stdout) : reject(new Error(error.message))));
  });
}
