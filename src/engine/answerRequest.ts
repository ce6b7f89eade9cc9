import * as rpc from 'vscode-jsonrpc/node';
import { asPackError } from '../base/errors.ts';
import type { Answer, MethodName, Streamed } from '../protocol/requests.ts';
import { failureErrorCode, openEnvelope } from '../protocol/wire.ts';
import type { EngineServer } from './engineServer.ts';

const progress = new rpc.ProgressType<unknown>();

/** One request of the host as the wire has it: validated params in, streamed values and the result or a failure out. */
export async function answerRequest<M extends MethodName>(
  server: EngineServer, connection: rpc.MessageConnection, method: M, params: unknown, token: rpc.CancellationToken,
): Promise<Answer<M> | rpc.ResponseError<unknown>> {
  const controller = new AbortController();
  const onCancelled = token.onCancellationRequested(() => controller.abort());
  if (token.isCancellationRequested) controller.abort();
  // The result must not overtake a streamed value.
  let streamed: Promise<void> = Promise.resolve();
  try {
    const { stream, background, body } = openEnvelope(method, params);
    const send = (value: Streamed<M>): void => {
      if (stream !== null) streamed = connection.sendProgress(progress, stream, value).catch(() => undefined);
    };
    return await server.answer(method, body, { signal: controller.signal, background, stream: send });
  } catch (thrown) {
    const failure = asPackError(thrown).toFailure();
    return new rpc.ResponseError(failureErrorCode, failure.message, failure);
  } finally {
    onCancelled.dispose();
    await streamed;
  }
}
