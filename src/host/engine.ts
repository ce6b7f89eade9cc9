import type { Disposable } from '../base/disposables.ts';
import type { Event } from '../base/emitter.ts';
import type { Failure } from '../base/errors.ts';
import type { LoadProgress, LoadRequest, MethodName, Params, Answer, Streamed } from '../protocol/requests.ts';
import type { LoadReport } from '../protocol/reports.ts';

/** Life of the engine process; `disabled` is left only by `restart`. When it stopped for want of questions (`idle`), the next one starts it again. */
export type EngineState =
  | { readonly kind: 'stopped'; readonly idle: boolean }
  | { readonly kind: 'starting' }
  | { readonly kind: 'ready'; readonly busy: boolean }
  | { readonly kind: 'backoff'; readonly retryInMs: number; readonly failure: Failure }
  | { readonly kind: 'disabled'; readonly failure: Failure };

export interface AskOptions<M extends MethodName> {
  readonly signal?: AbortSignal;
  /** Of completions and measurements: they run while there is nothing else to do, and reject with `cancelled` when something else is asked. */
  readonly background?: boolean;
  /** Called with each value that streams back before the answer. */
  readonly onValue?: (value: Streamed<M>) => void;
}

/**
 * The engine as the editor, the sidebar and the command line see it: always there, whatever happens to the process behind it.
 * Questions reject with a `PackError` (`cancelled`, `engine-crashed`, `engine-timeout`, `engine-disabled`, …).
 */
export interface Engine extends Disposable {
  readonly state: EngineState;
  readonly onState: Event<EngineState>;
  readonly onLoadProgress: Event<LoadProgress>;
  /** What became of the latest `load`; null before it. Loaded again by itself after a crash. */
  readonly pack: LoadReport | null;
  readonly onPack: Event<LoadReport | null>;
  load(request: Omit<LoadRequest, 'oneByOne'>, options?: AskOptions<'load'>): Promise<LoadReport>;
  ask<M extends Exclude<MethodName, 'load' | 'ping'>>(method: M, params: Params<M>, options?: AskOptions<M>): Promise<Answer<M>>;
  /** Ends the process and starts a new one with the same pack, forgetting earlier crashes. */
  restart(): Promise<void>;
}
