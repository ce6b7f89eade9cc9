import { spawn, type ChildProcess } from 'node:child_process';
import { text } from 'node:stream/consumers';

export interface Outcome {
  /** Exit code, or the signal that ended the program. */
  readonly code: number | NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A built command line in a home of its own: no model of the machine's user is seen or touched. */
export class Packllm {
  readonly #program: string;
  readonly #environment: NodeJS.ProcessEnv;

  /** `home` becomes the models folder and the cache. */
  constructor(program: string, home: string) {
    this.#program = program;
    this.#environment = { ...process.env, PACKLLM_MODELS_DIR: `${home}/models`, XDG_CACHE_HOME: `${home}/cache` };
    delete this.#environment['NO_COLOR'];
    delete this.#environment['FORCE_COLOR'];
  }

  start(args: readonly string[], environment: NodeJS.ProcessEnv = {}): ChildProcess {
    return spawn(process.execPath, [this.#program, ...args], { env: { ...this.#environment, ...environment }, stdio: 'pipe' });
  }

  async run(args: readonly string[], input = '', environment: NodeJS.ProcessEnv = {}): Promise<Outcome> {
    const child = this.start(args, environment);
    child.stdin?.end(input);
    return outcomeOf(child);
  }

  /** What a command prints with --json. */
  async json(args: readonly string[], input = ''): Promise<unknown> {
    const { code, stdout, stderr } = await this.run([...args, '--json'], input);
    if (code !== 0) throw new Error(`packllm ${args.join(' ')} ended with ${String(code)}: ${stderr}`);
    return JSON.parse(stdout);
  }
}

export async function outcomeOf(child: ChildProcess): Promise<Outcome> {
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) => child.once('close', (code, signal) => resolve(code ?? signal)));
  const [stdout, stderr, code] = await Promise.all([child.stdout === null ? '' : text(child.stdout), child.stderr === null ? '' : text(child.stderr), ended]);
  return { code, stdout, stderr };
}
