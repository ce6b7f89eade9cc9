// Builds the VSIX of this platform: `npm run package [-- --cuda]`.
import { cp, rm, stat } from 'node:fs/promises';
import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { currentTarget, runtimeFiles } from './runtimeFiles.mjs';

const limit = 120 * 2 ** 20;
const stage = 'artifacts/stage';
const shipped = ['.vscodeignore', 'package.json', 'package.nls.json', 'README.md', 'CHANGELOG.md', 'SECURITY.md', 'LICENSE', 'THIRD_PARTY_NOTICES', 'l10n', 'media'];
const target = currentTarget();
const cuda = process.argv.includes('--cuda');
const packagePath = `packllm-${target}${cuda ? '-cuda' : ''}.vsix`;

// The package is put together beside the checkout's own dist, which may be in use.
await rm(stage, { recursive: true, force: true });
for (const file of shipped) await cp(file, `${stage}/${file}`, { recursive: true });
execFileSync(process.execPath, ['esbuild.mjs', '--minify', `--outdir=${stage}/dist`], { stdio: 'inherit' });
for (const file of await runtimeFiles({ target, cuda })) await cp(file, `${stage}/dist/${file}`, { dereference: true });
// What vsce has to say, a list of files and advice to bundle what cannot be bundled, matters only when it fails: then it is part of the error.
execFileSync(process.execPath, [
  resolve('node_modules/@vscode/vsce/vsce'), 'package', '--target', target, '--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links', '--out', resolve(`artifacts/${packagePath}`),
], { cwd: stage, stdio: 'pipe' });
const { size } = await stat(`artifacts/${packagePath}`);
console.log(`artifacts/${packagePath}  ${(size / 2 ** 20).toFixed(1)} MiB`);
if (!cuda && size > limit) throw new Error(`The package is larger than ${limit / 2 ** 20} MiB.`);
