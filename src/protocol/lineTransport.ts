import { AbstractMessageReader, AbstractMessageWriter, type DataCallback, type Disposable, type Message, type MessageReader, type MessageWriter } from 'vscode-jsonrpc';
import { MessageLines } from './messageLines.ts';
import { problemOf } from './validate.ts';
import { logMethod } from './wire.ts';

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

const progressMethod = '$/progress';
const cancelMethod = '$/cancelRequest';

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
const isJsonRpc = (value: unknown): value is Message => isObject(value) && 'jsonrpc' in value && value.jsonrpc === '2.0';

/** What the engine sends: an answer has an id of the host's (a number); its notifications are streamed values and log lines. It puts no questions to the host. */
export function isFromEngine(value: unknown): value is Message {
  if (!isJsonRpc(value)) return false;
  if ('method' in value) return (value.method === progressMethod || value.method === logMethod) && !('id' in value);
  return 'id' in value && typeof value.id === 'number' && ('result' in value || ('error' in value && isErrorAnswer(value.error)));
}

/** What the host sends: questions with a number for an id, and that one of them is cancelled. */
export function isFromHost(value: unknown): value is Message {
  if (!isJsonRpc(value) || !('method' in value)) return false;
  if ('id' in value) return typeof value.id === 'number' && typeof value.method === 'string';
  return value.method === cancelMethod && 'params' in value && isObject(value.params) && 'id' in value.params && typeof value.params.id === 'number';
}

function isErrorAnswer(error: unknown): boolean {
  return isObject(error) && 'code' in error && typeof error.code === 'number' && 'message' in error && typeof error.message === 'string';
}
