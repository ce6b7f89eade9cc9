import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, statfs } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { systemClock, type Clock } from '../base/clock.ts';
import { asPackError, failures, PackError, type Failure } from '../base/errors.ts';
import type { Downloadable, ModelSource } from './catalogue.ts';
import { checkGguf, type GgufSummary } from './checkGguf.ts';
import { defaultHubEndpoint, hubAddress } from './download/address.ts';
import { DownloadLock } from './download/downloadLock.ts';
import { downloadOverHttp } from './download/http.ts';
import { PartFile } from './download/partFile.ts';
import { downloadWithPip } from './download/pip.ts';
import { ProgressMeter, type DownloadProgress } from './download/progress.ts';
import { hasCode } from './jsonFile.ts';
import { isDownloaded, pathOf } from './resolvePack.ts';

/** A source is about to be tried. */
export interface SourceAttempt {
  readonly kind: ModelSource['kind'];
  /** The source in words: `the model hub (huggingface.co)`. */
  readonly description: string;
  /** Why the source before it did not do; null for the first. */
  readonly because: Failure | null;
}

export interface DownloadOptions {
  /** The models folder; made when missing. */
  readonly folder: string;
  /** Whether the user accepted the model's terms, now or before. */
  readonly accepted: boolean;
  /** A hub other than the usual one. Plain http only for an address on this machine, in digits. */
  readonly hubEndpoint?: string;
  /** Use this kind of source and no other. */
  readonly only?: ModelSource['kind'];
  readonly onProgress?: (progress: DownloadProgress) => void;
  readonly onSource?: (attempt: SourceAttempt) => void;
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Free bytes on the disk of `folder`. */
  readonly freeBytes?: (folder: string) => Promise<number>;
}

export interface Downloaded {
  readonly path: string;
  readonly summary: GgufSummary;
  /** Where it came from; null when the file was there already. */
  readonly source: ModelSource['kind'] | null;
}

/**
 * Brings a model of the catalogue into the models folder, from the first of its sources that works. The file appears under its name
 * only when size, SHA-256 and header are right; what arrived before a failure or a cancellation is kept for the next run.
 * Throws `licence-not-accepted`, `cancelled`, `disk-full`, `checksum-mismatch`, `download-failed` or `pip-missing`.
 */
export async function download(entry: Downloadable, options: DownloadOptions): Promise<Downloaded> {
  if (entry.licence.mustAccept && !options.accepted) throw failures.licenceNotAccepted(entry.name, entry.licence.url);
  const path = pathOf(entry, options.folder);
  try {
    await mkdir(options.folder, { recursive: true });
    const lock = await DownloadLock.take(`${path}.lock`, entry.name);
    try {
      if (await isWhole(entry, options.folder)) return { path, summary: await checkGguf(path), source: null };
      return await fromAnySource(entry, path, options);
    } finally {
      await lock.release();
    }
  } catch (thrown) {
    throw known(thrown, entry, options);
  }
}

async function fromAnySource(entry: Downloadable, path: string, options: DownloadOptions): Promise<Downloaded> {
  const sources = entry.sources.filter(({ kind }) => options.only === undefined || kind === options.only);
  if (sources.length === 0) throw failures.downloadFailed(entry.name, `it has no source of the kind "${options.only ?? ''}"`);
  const failed: PackError[] = [];
  for (const source of sources) {
    options.onSource?.({ kind: source.kind, description: describe(source, options), because: failed.at(-1)?.toFailure() ?? null });
    try {
      return { path, summary: await fromSource(source, entry, path, options), source: source.kind };
    } catch (thrown) {
      const failure = known(thrown, entry, options);
      if (failure.code === 'cancelled' || failure.code === 'disk-full' || failure.code === 'internal') throw failure;
      failed.push(failure);
    }
  }
  throw allFailed(failed);
}

async function fromSource(source: ModelSource, entry: Downloadable, path: string, options: DownloadOptions): Promise<GgufSummary> {
  const { clock = systemClock, signal = new AbortController().signal, environment = process.env } = options;
  if (signal.aborted) throw failures.cancelled();
  const part = await PartFile.open(path, entry);
  try {
    const extra = source.kind === 'pip' ? Math.max(...source.wheels.map(({ wheelBytes }) => wheelBytes)) : 0;
    await requireSpace(entry.bytes - (await part.size()) + extra, options);
    const meter = new ProgressMeter(clock, source.kind, entry.bytes, options.onProgress ?? (() => undefined));
    const context = { entry, part, meter, clock, signal };
    if (source.kind === 'pip') await downloadWithPip(source, { ...context, environment, workFolder: `${path}.pip` });
    else await downloadOverHttp(source.kind === 'hub' ? hubAddress(options.hubEndpoint ?? defaultHubEndpoint, source) : new URL(source.url), context);
    return await part.finish();
  } finally {
    await part.close();
  }
}

async function requireSpace(needed: number, { folder, freeBytes = freeBytesOf }: DownloadOptions): Promise<void> {
  if (needed > (await freeBytes(folder))) throw failures.diskFull(`${Math.ceil(needed / 1e6)} MB`, folder);
}

async function freeBytesOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** Whether the model is there under its name, down to the last byte. */
async function isWhole(entry: Downloadable, folder: string): Promise<boolean> {
  if (!(await isDownloaded(entry, folder))) return false;
  const hash = createHash('sha256');
  await pipeline(createReadStream(pathOf(entry, folder)), hash);
  return hash.digest('hex') === entry.sha256;
}

function describe(source: ModelSource, { hubEndpoint = defaultHubEndpoint }: DownloadOptions): string {
  switch (source.kind) {
    case 'hub': return `the model hub (${hubAddress(hubEndpoint, source).host})`;
    case 'url': return new URL(source.url).host;
    case 'pip': return 'the Python package index (through pip)';
  }
}

function known(thrown: unknown, entry: Downloadable, { folder }: DownloadOptions): PackError {
  if (hasCode(thrown, 'ENOSPC') || hasCode(thrown, 'EDQUOT')) return failures.diskFull(`${Math.ceil(entry.bytes / 1e6)} MB`, folder);
  if (!(thrown instanceof PackError) && thrown instanceof Error && 'code' in thrown && 'syscall' in thrown) {
    return failures.downloadFailed(entry.name, `the models folder ${folder} cannot be used (${String(thrown.code)})`);
  }
  return asPackError(thrown);
}

/** One failure for all sources: the last one's cause and fix, everyone's story. */
function allFailed(failed: readonly PackError[]): PackError {
  const last = failed.at(-1);
  if (last === undefined || failed.length === 1) return last ?? failures.internal('no source was tried');
  const stories = new Set(failed.map(({ message }) => message));
  return new PackError({ code: last.code, message: [...stories].join(' '), fix: last.fix }, { cause: failed });
}
