// Builds the VSIX of this platform: `npm run package [-- --cuda]`.
import { cp, mkdir, rm, stat } from 'node:fs/promises';
import { execFileSync } from 'node:child_process';
import { createVSIX } from '@vscode/vsce';
import { currentTarget, runtimeFiles } from './runtimeFiles.mjs';

const limit = 120 * 2 ** 20;
const target = currentTarget();
const cuda = process.argv.includes('--cuda');
const packagePath = `packllm-${target}${cuda ? '-cuda' : ''}.vsix`;

execFileSync(process.execPath, ['esbuild.mjs', '--minify'], { stdio: 'inherit' });
try {
  for (const file of await runtimeFiles({ target, cuda })) await cp(file, `dist/${file}`, { dereference: true });
  await mkdir('artifacts', { recursive: true });
  await createVSIX({ packagePath: `artifacts/${packagePath}`, target, dependencies: false, skipLicense: false, allowMissingRepository: true });
} finally {
  await rm('dist/node_modules', { recursive: true, force: true });
}
const { size } = await stat(`artifacts/${packagePath}`);
console.log(`artifacts/${packagePath}  ${(size / 2 ** 20).toFixed(1)} MiB`);
if (!cuda && size > limit) throw new Error(`The package is larger than ${limit / 2 ** 20} MiB.`);
