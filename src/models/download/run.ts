import { spawn } from 'node:child_process';
import { failures } from '../../base/errors.ts';

export interface Command {
  /** Absolute path of the program. */
  readonly program: string;
  readonly arguments: readonly string[];
}

export interface RunOptions {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

/** The exit code (null: killed, or could not start) and the end of what the program wrote to its error stream. */
export interface Outcome {
  readonly code: number | null;
  readonly errors: string;
}

const keptErrors = 8192;

/** Runs a program without a shell to its end; when `signal` aborts it is killed, waited for, and `cancelled` is thrown. */
export function run(command: Command, { folder, environment, signal }: RunOptions): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(failures.cancelled());
      return;
    }
    const child = spawn(command.program, command.arguments, { cwd: folder, env: environment, stdio: ['ignore', 'ignore', 'pipe'], windowsHide: true, shell: false });
    let errors = '';
    const kill = (): void => void child.kill('SIGKILL');
    signal.addEventListener('abort', kill, { once: true });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors = (errors + text).slice(-keptErrors);
    });
    const end = (code: number | null): void => {
      signal.removeEventListener('abort', kill);
      if (signal.aborted) reject(failures.cancelled());
      else resolve({ code, errors });
    };
    child.once('error', (error) => {
      errors += error.message;
      if (child.pid === undefined) end(null);
    });
    child.once('close', end);
  });
}
