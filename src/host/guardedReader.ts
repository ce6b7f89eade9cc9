import type { ChildProcess, Serializable } from 'node:child_process';
import { AbstractMessageReader, type DataCallback, type Disposable, type Message } from 'vscode-jsonrpc/node';
import { problemOf } from '../protocol/validate.ts';

/**
 * Reads the engine's messages and lets only those through that are JSON-RPC messages of a bounded size without prototype keys;
 * the others are dropped and reported. After disposal nothing gets through any more, so a dead engine's late messages have no effect.
 */
export class GuardedReader extends AbstractMessageReader {
  readonly #child: ChildProcess;
  readonly #onDropped: (problem: string) => void;
  #stop: Disposable | null = null;

  constructor(child: ChildProcess, onDropped: (problem: string) => void) {
    super();
    this.#child = child;
    this.#onDropped = onDropped;
  }

  override listen(callback: DataCallback): Disposable {
    const onMessage = (value: Serializable): void => {
      const problem = problemOf(value);
      if (problem !== null) this.#onDropped(problem);
      else if (isMessage(value)) callback(value);
      else this.#onDropped('it is not a JSON-RPC message');
    };
    this.#child.on('message', onMessage);
    this.#stop = { dispose: () => void this.#child.off('message', onMessage) };
    return this.#stop;
  }

  override dispose(): void {
    this.#stop?.dispose();
    super.dispose();
  }
}

/** An answer has an id of ours (a number); a notification has a method. The engine puts no questions to the host. */
function isMessage(value: Serializable): value is Serializable & Message {
  if (typeof value !== 'object' || !('jsonrpc' in value) || value.jsonrpc !== '2.0') return false;
  if ('method' in value) return typeof value.method === 'string' && !('id' in value);
  return 'id' in value && typeof value.id === 'number' && ('result' in value || ('error' in value && isErrorAnswer(value.error)));
}

function isErrorAnswer(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'number' && 'message' in error && typeof error.message === 'string';
}
