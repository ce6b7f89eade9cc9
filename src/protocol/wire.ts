import * as v from 'valibot';
import { failureCodes, PackError, type Failure, type FailureCode } from '../base/errors.ts';
import { methods, streams, type MethodName, type Params, type Streamed } from './requests.ts';
import { validate } from './validate.ts';

/**
 * How host and engine speak: JSON-RPC 2.0 messages, one line each, over a pipe that the engine process finds at `messagesFd`.
 *
 * - A request's method is a name of `methods`; its params are one `Envelope`. Its result is the method's result.
 * - Values that stream back travel as progress (`$/progress`) with the envelope's `stream` as their token, all before the result.
 * - The caller cancels with `$/cancelRequest`; the engine then answers with the failure `cancelled`.
 * - A failed request answers with the error code `failureErrorCode`, the failure's message, and the `Failure` as data.
 * - The host puts `ping` every `heartbeatMs`; an engine that leaves three in a row unanswered counts as hung.
 * - The engine sends its log lines as the notification `logMethod`.
 * - The engine ends itself when the pipe closes.
 */
export const messagesFd = 3;

/** What comes with every question. */
export const Envelope = v.object({
  /** Token under which values stream back; null when the caller wants none. */
  stream: v.nullable(v.pipe(v.string(), v.maxLength(64))),
  /** Whether it runs only while there is nothing else to do, and is answered with `cancelled` when something else is asked. */
  background: v.optional(v.boolean()),
  body: v.unknown(),
});
export type Envelope = v.InferOutput<typeof Envelope>;

/** Outside the ranges that JSON-RPC and its common dialects reserve. */
export const failureErrorCode = -31_001;

/** Interval of the host's pings, ms, and how many in a row may go unanswered. */
export const heartbeatMs = 2000;
export const missedHeartbeats = 3;

export const logMethod = 'log';
export const LogLine = v.object({ level: v.picklist(['debug', 'info', 'warn', 'error']), line: v.pipe(v.string(), v.maxLength(4096)) });
export type LogLine = v.InferOutput<typeof LogLine>;

const WireFailure = v.object({ code: v.picklist(failureCodes), message: v.string(), fix: v.string() });

/** Failures that a caller handles without telling the user. */
const quiet: ReadonlySet<FailureCode> = new Set(['cancelled', 'engine-crashed', 'engine-timeout']);

export function isMethod(name: string): name is MethodName {
  return Object.hasOwn(methods, name);
}

/** A request's token and its validated params. Throws `bad-request`. */
export function openEnvelope<M extends MethodName>(method: M, params: unknown): { readonly stream: string | null; readonly background: boolean; readonly body: Params<M> } {
  const { stream, background = false, body } = validate(Envelope, params);
  return { stream, background, body: validate(methods[method].params, body) };
}

const noStream = v.never();
const streamed: { readonly [M in MethodName]: v.GenericSchema<Streamed<M>> } = {
  ...streams, weights: noStream, score: noStream, align: noStream, warm: noStream, learn: noStream, learnt: noStream, forget: noStream, measure: noStream, workspace: noStream, describe: noStream, ping: noStream,
};

/** A value that `method` streams, validated. Throws `bad-request`; always, for methods that stream nothing. */
export function streamedOf<M extends MethodName>(method: M, value: unknown): Streamed<M> {
  return validate(streamed[method], value);
}

/** A failure that crossed the wire, as something to throw. */
export function errorOfFailure(failure: Failure): PackError {
  return new PackError(failure, { shown: !quiet.has(failure.code) });
}

/** The failure in an error answer's data, or null when the data is something else. */
export function failureOf(data: unknown): Failure | null {
  const result = v.safeParse(WireFailure, data);
  return result.success ? result.output : null;
}
