// Bundles the five programs of the product: `node esbuild.mjs [--minify] [--outdir=DIR]`. `vscode` and `node-llama-cpp` stay outside every bundle.
import { cp } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

/** Lets CommonJS packages inside an ES module bundle call require. */
const requireShim = "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

/**
 * @param {{ readonly minify: boolean, readonly outdir: string }} wish
 * @returns {import('esbuild').BuildOptions[]}
 */
export function programs({ minify, outdir }) {
  /** @type {import('esbuild').BuildOptions} */
  const shared = { bundle: true, sourcemap: !minify, minify, logLevel: 'warning', outdir, target: 'es2023' };
  /** @type {import('esbuild').BuildOptions} */
  const node = { ...shared, platform: 'node', format: 'esm', target: 'node20', external: ['node-llama-cpp'] };
  return [
    { ...node, format: 'cjs', outExtension: { '.js': '.cjs' }, entryPoints: { extension: 'src/extension.ts' }, external: ['vscode'] },
    { ...node, entryPoints: { engine: 'src/engine/main.ts' }, banner: { js: requireShim } },
    { ...node, entryPoints: { packllm: 'src/cli/main.ts' }, banner: { js: `#!/usr/bin/env node\n${requireShim}` } },
    { ...shared, platform: 'browser', format: 'iife', target: 'chrome128', entryPoints: { sidebar: 'src/webview/sidebar/main.ts', comparison: 'src/webview/comparison/main.ts' } },
  ];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values: wish } = parseArgs({ options: { minify: { type: 'boolean', default: false }, outdir: { type: 'string', default: 'dist' } } });
  await Promise.all(programs(wish).map((options) => build(options)));
  await Promise.all(['codicon.css', 'codicon.ttf'].map((file) => cp(`node_modules/@vscode/codicons/dist/${file}`, `${wish.outdir}/${file}`)));
}
