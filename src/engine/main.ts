import { Socket } from 'node:net';
import * as rpc from 'vscode-jsonrpc/node';
import { systemClock } from '../base/clock.ts';
import { asPackError } from '../base/errors.ts';
import { isFromHost, LineReader, LineWriter } from '../protocol/lineTransport.ts';
import { isMethod, logMethod, messagesFd, type LogLine } from '../protocol/wire.ts';
import { answerRequest } from './answerRequest.ts';
import { EngineServer } from './engineServer.ts';
import { ipcLogger } from './ipcLogger.ts';

const pipe = new Socket({ fd: messagesFd, readable: true, writable: true });
let dropped = 0;
const reader = new LineReader(pipe, isFromHost, (problem) => {
  if ((dropped += 1) === 1) logger.warn(`dropped a message of the host: ${problem}`);
});
const connection = rpc.createMessageConnection(reader, new LineWriter(pipe), rpc.NullLogger);
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
pipe.on('error', () => undefined);
pipe.once('close', () => process.exit(0));
process.on('unhandledRejection', (thrown) => logger.error(asPackError(thrown).message));

connection.listen();
