import * as rpc from 'vscode-jsonrpc/node';
import { systemClock } from '../base/clock.ts';
import { asPackError } from '../base/errors.ts';
import { isMethod, logMethod, type LogLine } from '../protocol/wire.ts';
import { answerRequest } from './answerRequest.ts';
import { EngineServer } from './engineServer.ts';
import { ipcLogger } from './ipcLogger.ts';

const connection = rpc.createMessageConnection(new rpc.IPCMessageReader(process), new rpc.IPCMessageWriter(process), rpc.NullLogger);
const send = (line: LogLine): void => {
  connection.sendNotification(logMethod, line).catch(() => undefined);
};
const logger = ipcLogger(send);
const server = new EngineServer(systemClock, logger);

connection.onRequest((method, params, token) => {
  if (!isMethod(method)) throw new rpc.ResponseError(rpc.ErrorCodes.MethodNotFound, `there is no method ${method}`);
  return answerRequest(server, connection, method, params, token);
});
connection.onUnhandledNotification(() => undefined);
connection.onError(() => undefined);

// Nobody is left to answer: native code may be busy for long, and nothing here needs saving.
process.on('disconnect', () => process.exit(0));
process.on('unhandledRejection', (thrown) => logger.error(asPackError(thrown).message));

connection.listen();
