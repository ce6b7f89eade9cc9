import type { ChildProcess } from 'node:child_process';
import { PassThrough } from 'node:stream';
import * as rpc from 'vscode-jsonrpc/node';
import type { Clock } from '../base/clock.ts';
import { Disposables, toDisposable, type Disposable } from '../base/disposables.ts';
import { Emitter } from '../base/emitter.ts';
import { failures, PackError } from '../base/errors.ts';
import type { Logger } from '../base/logger.ts';
import { endMethod, isFromEngine, LineReader, LineWriter } from '../protocol/lineTransport.ts';
import { methods, type Answer, type MethodName, type Params, type Streamed } from '../protocol/requests.ts';
import { validate } from '../protocol/validate.ts';
import { errorOfFailure, failureErrorCode, failureOf, LogLine, logMethod, streamedOf, type Envelope } from '../protocol/wire.ts';
import { abortable } from './abortable.ts';
import { CrashMarks } from './crashMarks.ts';
import { Deadline } from './deadline.ts';
import type { AskOptions } from './engine.ts';
import { messagesOf } from './forkEngine.ts';
import { Heartbeat } from './heartbeat.ts';
import { timeLimit } from './timeLimits.ts';

const progress = new rpc.ProgressType<unknown>();

/**
 * One life of the engine: a child process, the connection to it and the questions it has not answered. It ends once, for one reason,
 * by itself or by `end`; all open questions then reject with that reason, and nothing that arrives afterwards is heard.
 */
export class EngineProcess implements Disposable {
  readonly #child: ChildProcess;
  readonly #connection: rpc.MessageConnection;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #name: string;
  readonly #marks = new CrashMarks();
  readonly #owned = new Disposables();
  readonly #ended = new Emitter<PackError>();
  #reason: PackError | null = null;
  #unresponsive = false;
  /** Time limits of the questions that are open, ms. The engine answers one after the other, so each may have to wait for the others. */
  readonly #limits = new Set<{ readonly ms: number }>();
  #streams = 0;
  #dropped = 0;

  /** Fired once, with why this life ended. */
  readonly onEnd = this.#ended.event;

  /** `number` tells this life from others in the log. */
  constructor(child: ChildProcess, number: number, clock: Clock, logger: Logger) {
    this.#child = child;
    this.#clock = clock;
    this.#logger = logger;
    this.#name = `engine ${number}`;
    child.once('error', (error) => this.end(failures.engineCrashed(error.message)));
    child.stderr?.on('data', (chunk: Buffer) => this.#marks.add(chunk));
    // A process that could not start has no pipe; its `error` follows.
    const pipe = messagesOf(child) ?? new PassThrough();
    pipe.on('error', () => undefined);
    pipe.once('close', () => this.#onDisconnect());
    const reader = new LineReader(pipe, isFromEngine, (problem) => this.#drop(problem));
    let exit: PackError | null = null;
    child.once('close', (code, signal) => {
      exit = failures.engineCrashed(this.#exitCause(code, signal));
      reader.finish();
    });
    this.#connection = rpc.createMessageConnection(reader, new LineWriter(pipe), rpc.NullLogger);
    this.#connection.onError(() => undefined);
    this.#connection.onNotification(endMethod, () => {
      if (exit !== null) this.end(exit);
    });
    this.#connection.onNotification(logMethod, (line: unknown) => this.#onLog(line));
    this.#connection.listen();
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Why this life ended; null while it lasts. */
  get reason(): PackError | null {
    return this.#reason;
  }

  /** Whether this life was ended because it no longer answered, which may be the fault of a busy machine. */
  get unresponsive(): boolean {
    return this.#unresponsive;
  }

  /** Resolves when the process answers for the first time; its heart is watched from then on. */
  async started(): Promise<void> {
    await this.request('ping', null);
    const ping = (): Promise<unknown> => this.#connection.sendRequest('ping', { stream: null, body: null } satisfies Envelope);
    this.#owned.add(new Heartbeat(this.#clock, ping, () => {
      this.#unresponsive = true;
      this.end(failures.engineCrashed('it no longer answers'));
    }));
  }

  /** Rejects with `cancelled` at once when the signal aborts, and with the life's reason when it ends first. */
  async request<M extends MethodName>(method: M, params: Params<M>, options: AskOptions<M> = {}): Promise<Answer<M>> {
    if (this.#reason !== null) throw this.#reason;
    const { signal, background = false, onValue } = options;
    const resources = new Disposables();
    const own = { ms: timeLimit(method, params) };
    const limit = [...this.#limits].reduce((sum, { ms }) => sum + ms, own.ms);
    this.#limits.add(own);
    resources.add(toDisposable(() => this.#limits.delete(own)));
    const deadline = resources.add(new Deadline(this.#clock, limit, () => this.end(failures.engineTimeout(method, limit))));
    const stream = onValue === undefined ? null : `${method}-${(this.#streams += 1)}`;
    if (stream !== null && onValue !== undefined) {
      const onProgress = (value: unknown): void => {
        if (method === 'load') deadline.renew();
        this.#onStreamed(method, value, onValue);
      };
      resources.add(this.#connection.onProgress(progress, stream, onProgress));
    }
    const source = resources.add(new rpc.CancellationTokenSource());
    const answer = this.#connection.sendRequest<unknown>(method, { stream, ...(background ? { background } : {}), body: params } satisfies Envelope, source.token);
    try {
      return this.#checked(method, await abortable(answer, signal, () => source.cancel()));
    } catch (error) {
      throw this.#asPackError(error);
    } finally {
      resources.dispose();
    }
  }

  /** Ends this life: the process is killed, and every open question rejects with `reason`. */
  end(reason: PackError): void {
    if (this.#reason !== null) return;
    this.#reason = reason;
    this.#owned.dispose();
    this.#connection.dispose();
    this.#child.kill('SIGKILL');
    if (this.#marks.bytes > 0) this.#logger.info(`${this.#name}: ${this.#marks.bytes} bytes of error output`);
    if (this.#dropped > 0) this.#logger.warn(`${this.#name}: ${this.#dropped} messages dropped`);
    this.#ended.fire(reason);
    this.#ended.dispose();
  }

  dispose(): void {
    this.end(failures.cancelled());
  }

  #checked<M extends MethodName>(method: M, value: unknown): Answer<M> {
    try {
      return validate(methods[method].result, value);
    } catch (error) {
      this.#drop(`the answer to ${method}: ${error instanceof Error ? error.message : ''}`);
      throw new PackError(failures.internal(`the engine's answer to ${method} is not valid`).toFailure(), { shown: false, cause: error });
    }
  }

  #onStreamed<M extends MethodName>(method: M, value: unknown, onValue: (value: Streamed<M>) => void): void {
    let streamed: Streamed<M>;
    try {
      streamed = streamedOf(method, value);
    } catch {
      this.#drop(`a value that ${method} streams`);
      return;
    }
    onValue(streamed);
  }

  #onLog(value: unknown): void {
    try {
      const { level, line } = validate(LogLine, value);
      this.#logger[level](`${this.#name}: ${line}`);
    } catch {
      this.#drop('a log line');
    }
  }

  #drop(problem: string): void {
    this.#dropped += 1;
    if (this.#dropped === 1) this.#logger.warn(`${this.#name}: dropped a message: ${problem}`);
  }

  #asPackError(error: unknown): PackError {
    if (this.#reason !== null) return this.#reason;
    if (error instanceof PackError) return error;
    if (error instanceof rpc.ResponseError) {
      const failure = error.code === failureErrorCode ? failureOf(error.data) : null;
      if (failure !== null) return errorOfFailure(failure);
      if (error.code === rpc.ErrorCodes.PendingResponseRejected) return failures.cancelled();
      return new PackError(failures.internal(`the engine answered with error ${error.code}`).toFailure(), { shown: false, cause: error });
    }
    return failures.internal(error instanceof Error ? error.message : String(error));
  }

  /** The end of the process usually follows at once and knows more; a process that lives on without a channel is of no use. */
  #onDisconnect(): void {
    if (this.#reason === null) this.#owned.add(this.#clock.after(500, () => this.end(failures.engineCrashed('it closed its channel'))));
  }

  #exitCause(code: number | null, signal: NodeJS.Signals | null): string {
    const cause = this.#marks.cause;
    const exit = signal === null ? `exit code ${code ?? 'unknown'}` : `signal ${signal}`;
    return cause === null ? exit : `${exit} (${cause})`;
  }
}
