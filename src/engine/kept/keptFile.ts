import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Logger } from '../../base/logger.ts';

/** Puts a whole file in its place or none. What cannot be written is only logged: it is computed again the next time. */
export async function keepFile(file: string, content: string | Uint8Array, logger: Logger): Promise<void> {
  const part = `${file}.${randomUUID()}.part`;
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(part, content);
    await rename(part, file);
  } catch (thrown) {
    logger.warn(`${file} could not be kept: ${String(thrown)}`);
    await rm(part, { force: true }).catch(() => undefined);
  }
}
