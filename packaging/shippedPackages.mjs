// Which packages' code is in the VSIX, inside a bundle or beside it.
import { build } from 'esbuild';
import { programs } from '../esbuild.mjs';
import { runtimeFiles } from './runtimeFiles.mjs';

/** @param {string} file */
const packageFolder = (file) => /^(?:.*node_modules\/)(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];

/** @returns {Promise<string[]>} */
async function bundledFiles() {
  const results = await Promise.all(programs({ minify: true, outdir: 'dist' }).map((options) => build({ ...options, metafile: true, write: false })));
  return results.flatMap((result) => Object.keys(result.metafile.inputs));
}

/**
 * Folders of the packages, relative to the project's root.
 * @param {string} target
 */
export async function shippedPackages(target) {
  const files = [...await bundledFiles(), ...await runtimeFiles({ target, cuda: false }), 'node_modules/@vscode/codicons/dist/codicon.ttf'];
  return [...new Set(files.map(packageFolder).filter((folder) => folder !== undefined))].sort();
}
