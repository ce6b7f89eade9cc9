import { mkdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { buildSync } from 'esbuild';
import type { PackError } from '../../src/base/errors.ts';
import type { CompletionReport } from '../../src/protocol/reports.ts';
import type { CompletionRequest, LoadRequest } from '../../src/protocol/requests.ts';
import { defaults } from '../../src/protocol/settings.ts';
import { completion, type EngineUnderTest } from './engineUnderTest.ts';

/** The engine, built on first use from the sources as they are, next to the product's own bundles. */
export const realEntry = resolve('dist/test/engine.js');
buildSync({
  entryPoints: ['src/engine/main.ts'], outfile: realEntry, bundle: true, platform: 'node', format: 'esm', target: 'node20', external: ['node-llama-cpp'], logLevel: 'warning',
  banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
});

export const starterFiles = ['typescript', 'python', 'prose'].map((kind) => resolve(`media/models/starter-${kind}-q8_0.gguf`));

const cacheFolder = resolve('artifacts/caches/faults');
mkdirSync(cacheFolder, { recursive: true });

/** A pack of real models, by default the starter pack; member k is `m<k>`. */
export const realPack = (paths: readonly string[] = starterFiles, settings: Partial<LoadRequest['settings']> = {}): Omit<LoadRequest, 'oneByOne'> => ({
  members: paths.map((path, at) => ({ id: `m${at}`, path })), settings: { ...defaults.engine, gpu: 'off', ...settings }, cacheFolder,
});

/** A text that somebody wrote, for prompts of any length. */
export const sourceText = readFileSync('src/base/errors.ts', 'utf8');

/** A line at the end of a text, with the time that a busy machine may need. */
export const line = (before: string, changes: Partial<CompletionRequest> = {}): CompletionRequest => ({ ...completion(before), language: 'typescript', maxBytes: 60, deadlineMs: 30_000, ...changes });

/** A long text. */
export const writing = (before: string): CompletionRequest => line(before, { shape: { kind: 'text' }, maxBytes: 400 });

/**
 * Does something to the engine at the first piece of a completion that has more to come, and returns what became of that completion: whatever a model
 * makes of a text, one of several is still being written then.
 */
export async function whileStreaming({ engine }: EngineUnderTest, act: () => void): Promise<PackError | CompletionReport> {
  for (let length = 300; length < 3000; length += 170) {
    let pieces = 0;
    const onValue = (): void => {
      pieces += 1;
      if (pieces === 1) act();
    };
    const outcome = await engine.ask('complete', writing(sourceText.slice(0, length)), { onValue }).catch((thrown: unknown) => thrown as PackError);
    if (outcome instanceof Error || pieces > 1) return outcome;
  }
  throw new Error('no completion went on after its first piece');
}

/** Runs JavaScript inside each new engine process before anything else. */
export const inside = (code: string): string[] => ['--import', `data:text/javascript,${encodeURIComponent(code)}`];
