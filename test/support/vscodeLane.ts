import { execFile } from 'node:child_process';
import { access, copyFile, mkdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * A real VS Code workbench and extension host from the npm registry: the server that `code-server` packages.
 * The floor lane is the oldest VS Code that `engines.vscode` promises.
 */
export const floorLane = { codeServer: '4.100.3', vscode: '1.100.3' } as const;

const ripgrep = '1.18.0';

/** Installs the lane into a git-ignored cache once and returns the folder of its VS Code server. */
export async function installLane(lane: typeof floorLane = floorLane): Promise<string> {
  const prefix = resolve('.vscode-test', `code-server-${lane.codeServer}`);
  const server = join(prefix, 'node_modules/code-server/lib/vscode');
  const installed = join(server, 'extensions/node_modules/typescript/package.json');
  if (!await exists(installed)) await installServer(lane, prefix, server);
  await addRipgrep(prefix, server);
  return server;
}

async function installServer(lane: typeof floorLane, prefix: string, server: string): Promise<void> {
  console.log(`Installing VS Code ${lane.vscode} for the tests (about 270 MB, once) …`);
  await mkdir(prefix, { recursive: true });
  await run('npm', ['install', '--prefix', prefix, `code-server@${lane.codeServer}`, '--ignore-scripts', '--no-audit', '--no-fund'], { maxBuffer: 1 << 26 });
  for (const cwd of [server, join(server, 'extensions')]) {
    await run('npm', ['install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd, maxBuffer: 1 << 26 });
  }
}

/** The editor lists a workspace's files with ripgrep, which its package fetches in an install script; a later release is a package of its own for each platform. */
async function addRipgrep(prefix: string, server: string): Promise<void> {
  const program = join(server, 'node_modules/@vscode/ripgrep/bin/rg');
  if (await exists(program)) return;
  const name = `@vscode/ripgrep-${process.platform}-${process.arch}`;
  const folder = join(prefix, 'ripgrep');
  await mkdir(folder, { recursive: true });
  await run('npm', ['install', '--prefix', folder, `${name}@${ripgrep}`, '--ignore-scripts', '--no-audit', '--no-fund']);
  await mkdir(dirname(program), { recursive: true });
  await copyFile(join(folder, 'node_modules', name, 'bin/rg'), program);
}

/** The Chromium to drive, or null when the machine has none. */
export async function findChromium(): Promise<string | null> {
  const candidates = [process.env['PACKLLM_CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];
  for (const candidate of candidates) if (candidate !== undefined && await exists(candidate)) return candidate;
  return null;
}

export async function exists(path: string): Promise<boolean> {
  return access(path).then(() => true, () => false);
}
