import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { RunSettings } from './resultLog.ts';

/** SHA-256 of a file, hexadecimal. */
export async function sha256Of(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash, { signal });
  return hash.digest('hex');
}

/** A short name for settings: different ones get different names. */
export function nameOf(settings: RunSettings): string {
  return createHash('sha256').update(JSON.stringify(settings)).digest('hex').slice(0, 8);
}
