// Bundles the four programs of the product: `node esbuild.mjs [--minify] [--outdir=DIR]`. `vscode` and `node-llama-cpp` stay outside every bundle.
import { cp } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const { values: { minify, outdir } } = parseArgs({ options: { minify: { type: 'boolean', default: false }, outdir: { type: 'string', default: 'dist' } } });

/** @type {import('esbuild').BuildOptions} */
const shared = { bundle: true, sourcemap: !minify, minify, logLevel: 'warning', outdir, target: 'es2023' };

/** Lets CommonJS packages inside an ES module bundle call require. */
const requireShim = { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" };

/** @type {import('esbuild').BuildOptions} */
const node = { ...shared, platform: 'node', format: 'esm', target: 'node20', external: ['node-llama-cpp'] };

/** @type {import('esbuild').BuildOptions[]} */
export const programs = [
  { ...node, format: 'cjs', outExtension: { '.js': '.cjs' }, entryPoints: { extension: 'src/extension.ts' }, external: ['vscode'] },
  { ...node, entryPoints: { engine: 'src/engine/main.ts' }, banner: requireShim },
  { ...node, entryPoints: { packllm: 'src/cli/main.ts' }, banner: { js: `#!/usr/bin/env node\n${requireShim.js}` } },
  { ...shared, platform: 'browser', format: 'iife', target: 'chrome128', entryPoints: { webview: 'src/webview/main.ts' } },
];

await Promise.all(programs.map((options) => build(options)));
await Promise.all(['codicon.css', 'codicon.ttf'].map((file) => cp(`node_modules/@vscode/codicons/dist/${file}`, `${outdir}/${file}`)));
