import { resolve } from 'node:path';
import { build } from 'esbuild';
import { systemClock } from '../../src/base/clock.ts';
import { silentLogger } from '../../src/base/logger.ts';
import { createEngine } from '../../src/host/engineSupervisor.ts';
import type { Engine } from '../../src/host/engine.ts';

/** The real engine in a process of its own, built from the sources as they are, behind the host's own supervisor. */
export async function forkedEngine(): Promise<Engine> {
  const entry = resolve('artifacts/engine-under-test/engine.js');
  await build({
    entryPoints: { engine: 'src/engine/main.ts' }, outdir: 'artifacts/engine-under-test', bundle: true, platform: 'node', format: 'esm', target: 'node20', external: ['node-llama-cpp'], logLevel: 'warning',
    banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
  });
  const quarantined = new Set<string>();
  return createEngine({ entry, clock: systemClock, logger: silentLogger, quarantine: { isQuarantined: (path) => quarantined.has(path), add: (path) => void quarantined.add(path), hasLoaded: () => true, addLoaded: () => undefined } });
}
