import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the parts of the product lie. */
export interface Installation {
  readonly engineEntry: string;
  readonly starterModels: string;
  readonly samples: string;
  readonly manifest: string;
}

/** @param program URL of the running bundle, which lies in dist/. */
export function installationOf(program: string): Installation {
  const dist = dirname(fileURLToPath(program));
  const media = join(dist, '..', 'media');
  return { engineEntry: join(dist, 'engine.js'), starterModels: join(media, 'models'), samples: join(media, 'samples'), manifest: join(dist, '..', 'package.json') };
}

export async function versionOf(installation: Installation): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(installation.manifest, 'utf8'));
  const version = typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : undefined;
  return typeof version === 'string' ? version : 'unknown';
}
