import { isAbsolute, join } from 'node:path';
import envPaths from 'env-paths';
import { failures } from '../base/errors.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The user's cache folder for this product; not created here. */
export function cacheFolder(): string {
  return envPaths('packllm', { suffix: '' }).cache;
}

/** Where the engine keeps what it would else compute again, and what it has learnt. */
export function engineCacheFolder(): string {
  return join(cacheFolder(), 'alignments');
}

/**
 * Where downloaded models and the lists about them are kept: `models` in the cache folder, or the absolute path in `PACKLLM_MODELS_DIR`.
 * Throws `bad-setting` for a relative path there.
 */
export function modelsFolder(environment: Environment = process.env): string {
  const chosen = environment['PACKLLM_MODELS_DIR'];
  if (chosen === undefined || chosen === '') return join(cacheFolder(), 'models');
  if (!isAbsolute(chosen)) throw failures.badSetting('PACKLLM_MODELS_DIR', 'must be an absolute path');
  return chosen;
}
