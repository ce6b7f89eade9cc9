import { AbstractMessageReader, AbstractMessageWriter, type DataCallback, type Disposable, type Message, type MessageReader, type MessageWriter } from 'vscode-jsonrpc';
import { MessageLines } from './messageLines.ts';
import { problemOf } from './validate.ts';

/** Where bytes come from: a pipe, as far as it matters here. */
export interface ByteSource {
  on(event: 'data', listener: (chunk: Uint8Array) => void): unknown;
  off(event: 'data', listener: (chunk: Uint8Array) => void): unknown;
}

export interface ByteSink {
  write(text: string): unknown;
}

/** The last message that a reader hands on, when its owner knows that there will be no more: it takes its place behind those that still wait to be handled. */
export const endMethod = 'end';

/** Which messages one side takes from the other. */
export type MessageGuard = (value: unknown) => value is Message;

/**
 * Reads messages from a pipe, one line of JSON each, and lets only those through that have a bounded size, no prototype keys and the shape that
 * `isExpected` asks for; everything else, bytes that are no JSON included, is dropped and reported. After disposal nothing gets through any more.
 * (Node's own IPC channel throws into its reader's process when it meets bytes that are no JSON.)
 */
export class LineReader extends AbstractMessageReader implements MessageReader {
  readonly #source: ByteSource;
  readonly #isExpected: MessageGuard;
  readonly #onDropped: (problem: string) => void;
  #stop: Disposable | null = null;
  #callback: DataCallback = () => undefined;

  constructor(source: ByteSource, isExpected: MessageGuard, onDropped: (problem: string) => void) {
    super();
    this.#source = source;
    this.#isExpected = isExpected;
    this.#onDropped = onDropped;
  }

  listen(callback: DataCallback): Disposable {
    this.#callback = callback;
    let listening = true;
    const drop = (problem: string): void => {
      if (listening) this.#onDropped(problem);
    };
    const lines = new MessageLines((value) => {
      if (!listening) return;
      const problem = problemOf(value);
      if (problem !== null) drop(problem);
      else if (this.#isExpected(value)) callback(value);
      else drop('it is not a JSON-RPC message of its sender');
    }, drop);
    const onData = (chunk: Uint8Array): void => lines.push(chunk);
    this.#source.on('data', onData);
    this.#stop = {
      dispose: () => {
        listening = false;
        this.#source.off('data', onData);
      },
    };
    return this.#stop;
  }

  /** Nothing more will come from the source. */
  finish(): void {
    const last = { jsonrpc: '2.0', method: endMethod };
    this.#callback(last);
  }

  override dispose(): void {
    this.#callback = () => undefined;
    this.#stop?.dispose();
    super.dispose();
  }
}

/** Writes messages to a pipe, one line each. A pipe that broke is noticed by whoever reads from it. */
export class LineWriter extends AbstractMessageWriter implements MessageWriter {
  readonly #sink: ByteSink;

  constructor(sink: ByteSink) {
    super();
    this.#sink = sink;
  }

  write(message: Message): Promise<void> {
    this.#sink.write(`${JSON.stringify(message)}\n`);
    return Promise.resolve();
  }

  end(): void {
    // The pipe belongs to the process that it leads to.
  }
}

const isJsonRpc = (value: unknown): value is Message => typeof value === 'object' && value !== null && 'jsonrpc' in value && value.jsonrpc === '2.0';

/** What the engine sends: an answer has an id of the host's (a number), a notification has a method. The engine puts no questions to the host. */
export function isFromEngine(value: unknown): value is Message {
  if (!isJsonRpc(value)) return false;
  if ('method' in value) return typeof value.method === 'string' && !('id' in value);
  return 'id' in value && typeof value.id === 'number' && ('result' in value || ('error' in value && isErrorAnswer(value.error)));
}

/** What the host sends: questions with a number for an id, and notifications. */
export function isFromHost(value: unknown): value is Message {
  return isJsonRpc(value) && 'method' in value && typeof value.method === 'string' && (!('id' in value) || typeof value.id === 'number');
}

function isErrorAnswer(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'number' && 'message' in error && typeof error.message === 'string';
}
