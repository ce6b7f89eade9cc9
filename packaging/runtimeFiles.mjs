// What the packaged extension needs of node_modules: the files that node-llama-cpp really loads, and this platform's binaries.
import { readdir } from 'node:fs/promises';
import { nodeFileTrace } from '@vercel/nft';

/** Folders and files of node-llama-cpp that only serve building llama.cpp from source. */
const buildOnly = /^node_modules\/node-llama-cpp\/llama\/(gitRelease\.bundle|patches|profiles|toolchains|cmake|xpack|addon|CMakeLists\.txt|\.clang-format)/;

/** Binary packages by VS Code target; CUDA is opt-in. */
const binaries = {
  'linux-x64': ['linux-x64', 'linux-x64-vulkan'],
  'linux-arm64': ['linux-arm64'],
  'linux-armhf': ['linux-armv7l'],
  'darwin-x64': ['mac-x64'],
  'darwin-arm64': ['mac-arm64-metal'],
  'win32-x64': ['win-x64', 'win-x64-vulkan'],
  'win32-arm64': ['win-arm64'],
};
const cudaBinaries = { 'linux-x64': ['linux-x64-cuda', 'linux-x64-cuda-ext'], 'win32-x64': ['win-x64-cuda', 'win-x64-cuda-ext'] };

/** @returns {string} the VS Code target of the machine this runs on */
export function currentTarget() {
  return `${process.platform}-${process.arch === 'arm' ? 'armhf' : process.arch}`;
}

/**
 * Files below node_modules, relative to the project's root.
 * @param {{ readonly target: string, readonly cuda: boolean }} options
 * @returns {Promise<string[]>}
 */
export async function runtimeFiles({ target, cuda }) {
  const names = [.../** @type {Record<string, string[]>} */ (binaries)[target] ?? [], ...(cuda ? /** @type {Record<string, string[]>} */ (cudaBinaries)[target] ?? [] : [])];
  if (names.length === 0) throw new Error(`There is no engine binary for ${target}.`);
  const present = new Set(await readdir('node_modules/@node-llama-cpp'));
  const missing = names.filter((name) => !present.has(name));
  if (missing.length > 0) throw new Error(`${target} needs ${missing.map((name) => `@node-llama-cpp/${name}`).join(' and ')}: run npm install on that platform.`);
  const { fileList } = await nodeFileTrace(['node_modules/node-llama-cpp/dist/index.js'], { ignore: ['node_modules/typescript/**'] });
  const traced = [...fileList].filter((file) => file.startsWith('node_modules/') && !file.startsWith('node_modules/@node-llama-cpp/') && !buildOnly.test(file));
  const native = await Promise.all(names.map(async (name) => {
    const folder = `node_modules/@node-llama-cpp/${name}`;
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => `${entry.parentPath}/${entry.name}`).filter((file) => !/\.(map|d\.ts)$/.test(file));
  }));
  return [...traced, ...native.flat()].sort();
}
