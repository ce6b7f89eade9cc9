import { currentTarget } from '../../packaging/runtimeFiles.mjs';
import { exists } from './vscodeLane.ts';

/** The path of the package for this machine, which `npm run package` has built. */
export async function builtVsix(): Promise<string> {
  const vsix = `artifacts/packllm-${currentTarget()}.vsix`;
  if (!await exists(vsix)) throw new Error(`There is no ${vsix}: run npm run package.`);
  return vsix;
}
