import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { installLane } from './vscodeLane.ts';

const run = promisify(execFile);

export interface ServerOptions {
  /** A VSIX to install, as a user would. */
  readonly vsix?: string;
  /** Folder that becomes a fresh copy as the workspace. */
  readonly workspace: string;
  /** The server's machine settings. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Keep Workspace Trust on, so that a new folder opens in Restricted Mode. */
  readonly trust?: boolean;
  /** Where the extension finds models; an empty folder when left out. */
  readonly modelsFolder?: string;
  /** A fixed port, for people; any free one when left out. */
  readonly port?: number;
}

/** One running VS Code server with data, extensions and workspace folders of its own, gone without a trace after `stop` and after any other end of this process. */
export class VscodeServer {
  readonly port: number;
  readonly workspace: string;
  readonly #process: ChildProcess;

  private constructor(process: ChildProcess, port: number, root: string) {
    this.#process = process;
    this.port = port;
    this.workspace = join(root, 'workspace');
  }

  static async start(options: ServerOptions): Promise<VscodeServer> {
    const server = await installLane();
    const root = await mkdtemp(join(tmpdir(), 'packllm-vscode-'));
    const data = join(root, 'data');
    const extensions = join(root, 'extensions');
    const models = options.modelsFolder ?? join(root, 'models');
    await Promise.all([join(data, 'data/Machine'), extensions, models].map((folder) => mkdir(folder, { recursive: true })));
    await cp(resolve(options.workspace), join(root, 'workspace'), { recursive: true });
    await writeFile(join(data, 'data/Machine/settings.json'), JSON.stringify({ ...quiet, ...options.settings }));
    const main = join(server, 'out/server-main.js');
    const env = { ...withoutVscode(process.env), PACKLLM_MODELS_DIR: models };
    const common = ['--accept-server-license-terms', '--disable-telemetry', '--server-data-dir', data, '--extensions-dir', extensions];
    // Before the server starts: one that installs while it starts may begin an extension host without the extension.
    if (options.vsix !== undefined) await run(process.execPath, [main, ...common, '--install-extension', resolve(options.vsix)], { env });
    const child = spawn(process.execPath, [
      guard, root, process.execPath, main, '--host', '127.0.0.1', '--port', String(options.port ?? 0), '--without-connection-token', ...common,
      ...(options.trust === true ? [] : ['--disable-workspace-trust']),
    ], { env, detached: true, stdio: ['pipe', 'pipe', 'ignore'] });
    return new VscodeServer(child, await listeningPort(child), root);
  }

  /** Address of the workbench on the workspace, with `payload` pairs such as `["openFile", uri]`. */
  url(payload: readonly (readonly [string, string])[] = []): string {
    const query = new URLSearchParams({ folder: this.workspace, payload: JSON.stringify([['skipWelcome', 'true'], ...payload]) });
    return `http://127.0.0.1:${this.port}/?${query.toString()}`;
  }

  /** A file or folder of this machine as the workbench names it. */
  uri(path: string): string {
    return `vscode-remote://127.0.0.1:${this.port}${path}`;
  }

  /** Processes below the server whose command line holds `text`. */
  async descendants(text: string): Promise<number[]> {
    const { stdout } = await run('ps', ['-eo', 'pid=,ppid=,args='], { maxBuffer: 1 << 24 });
    const rows = stdout.trim().split('\n').map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line)).filter((match) => match !== null)
      .map(([, pid, parent, args]) => ({ pid: Number(pid), parent: Number(parent), args: args ?? '' }));
    const family = new Set([this.#process.pid]);
    for (let size = 0; size !== family.size;) {
      size = family.size;
      for (const row of rows) if (family.has(row.parent)) family.add(row.pid);
    }
    return rows.filter((row) => family.has(row.pid) && row.args.includes(text)).map((row) => row.pid);
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const gone = once(this.#process, 'exit');
    this.#process.stdin?.destroy();
    await gone;
  }
}

const guard = fileURLToPath(new URL('guard.mjs', import.meta.url));

const quiet = {
  'workbench.startupEditor': 'none', 'telemetry.telemetryLevel': 'off', 'update.mode': 'none', 'extensions.autoUpdate': false,
  'workbench.tips.enabled': false, 'security.workspace.trust.untrustedFiles': 'open', 'window.commandCenter': false, 'chat.commandCenter.enabled': false,
};

function withoutVscode(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(VSCODE_|NODE_OPTIONS$|VITEST)/.test(name)));
}

async function listeningPort(child: ChildProcess): Promise<number> {
  if (child.stdout === null) throw new Error('The server has no output.');
  const lines = createInterface(child.stdout);
  for await (const line of lines) {
    const port = /Extension host agent listening on (\d+)/.exec(line)?.[1];
    if (port === undefined) continue;
    lines.close();
    child.stdout.resume();
    return Number(port);
  }
  throw new Error('The VS Code server ended before it listened.');
}
