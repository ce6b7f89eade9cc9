import { constants } from 'node:os';
import { toDisposable, type Disposable } from '../../base/disposables.ts';

/** Exit code of a program that a signal ended, as shells report it. */
const exitCodeOf = (name: 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'SIGPIPE'): number => 128 + constants.signals[name];

/**
 * Turns what ends a command from outside into one abort: Ctrl-C, a termination signal, a reader that closed the pipe.
 * A second signal ends the program at once; the engine notices the closed channel and follows.
 */
export class Interruption implements Disposable {
  readonly #controller = new AbortController();
  readonly #listeners: Disposable[] = [];
  #exitCode: number | null = null;

  constructor(process: NodeJS.Process) {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      const listener = (): void => {
        if (this.#exitCode !== null) process.exit(exitCodeOf(name));
        this.#end(exitCodeOf(name));
      };
      process.on(name, listener);
      this.#listeners.push(toDisposable(() => process.off(name, listener)));
    }
    for (const stream of [process.stdout, process.stderr]) {
      const listener = (error: Error): void => {
        if ('code' in error && error.code === 'EPIPE') this.#end(exitCodeOf('SIGPIPE'));
        else throw error;
      };
      stream.on('error', listener);
    }
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Null while nothing has ended the command. */
  get exitCode(): number | null {
    return this.#exitCode;
  }

  /** Signals have their usual effect again; a closed pipe stays quiet. */
  dispose(): void {
    for (const listener of this.#listeners) listener.dispose();
  }

  #end(exitCode: number): void {
    this.#exitCode ??= exitCode;
    this.#controller.abort();
  }
}
