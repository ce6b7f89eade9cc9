import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { buildSync } from 'esbuild';
import type { StandInOptions } from './editorStandIn.ts';
import type { HostState, Order } from './hostProgram.ts';
import { realEntry } from './realEngine.ts';

const program = resolve('dist/test/hostProgram.cjs');
const extension = resolve('dist/test/extension.cjs');
for (const [entry, outfile] of [['test/support/hostProgram.ts', program], ['src/extension.ts', extension]] as const) {
  buildSync({ entryPoints: [entry], outfile, bundle: true, minify: true, platform: 'node', format: 'cjs', target: 'node20', external: ['vscode'], logLevel: 'warning' });
}

export interface HostOptions {
  readonly engine?: string;
  readonly editor?: StandInOptions;
  readonly nodeOptions?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** A process with the whole extension in it, the real engine and the starter pack, and no editor. */
export class HostProcess {
  readonly #child: ChildProcess;

  constructor({ engine = realEntry, editor = {}, nodeOptions = [], environment = {} }: HostOptions = {}) {
    const cache = resolve('artifacts/caches/hosts');
    mkdirSync(cache, { recursive: true });
    this.#child = fork(program, [extension, engine, JSON.stringify(editor)], {
      execArgv: ['--expose-gc', ...nodeOptions], stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: { PATH: process.env['PATH'], HOME: cache, XDG_CACHE_HOME: cache, PACKLLM_MODELS_DIR: resolve(cache, 'models'), ...environment },
    });
  }

  /** Resolves with what is open once the order is carried out. */
  async ask(order: Order): Promise<HostState> {
    const answer = once(this.#child, 'message');
    this.#child.send(order);
    const [state] = (await answer) as [HostState];
    return state;
  }

  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exit = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await exit;
  }
}
