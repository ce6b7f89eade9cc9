// An engine that speaks the real wire but has no models: each member's path and each text before the cursor say how to misbehave.
import { once } from 'node:events';
import { Socket } from 'node:net';
import { setTimeout as later } from 'node:timers/promises';
import { createMessageConnection, NullLogger, ProgressType, ResponseError, type CancellationToken } from 'vscode-jsonrpc/node';
import type { FailureCode } from '../../src/base/errors.ts';
import { seededRandom } from '../../src/base/random.ts';
import type { CompletionReport, EngineInfo, LoadedMember, LoadReport, Piece, WeightsReport } from '../../src/protocol/reports.ts';
import type { CompletionRequest, LoadProgress, LoadRequest, MemberSpec } from '../../src/protocol/requests.ts';
import { isFromHost, LineReader, LineWriter } from '../../src/protocol/lineTransport.ts';
import { failureErrorCode, isMethod, messagesFd, openEnvelope } from '../../src/protocol/wire.ts';
import { engineLines, malformedLine } from './malformedLines.ts';

const progress = new ProgressType<unknown>();
const pipe = new Socket({ fd: messagesFd, readable: true, writable: true });
const connection = createMessageConnection(new LineReader(pipe, isFromHost, () => undefined), new LineWriter(pipe), NullLogger);
pipe.on('error', () => undefined);
pipe.once('close', () => process.exit(0));

const signals = ['SIGKILL', 'SIGSEGV', 'SIGABRT', 'SIGBUS', 'SIGSTOP'] as const;

/** Does what a word in `text` says, if there is one. */
async function misbehave(text: string): Promise<void> {
  const signal = signals.find((name) => text.includes(name));
  if (signal !== undefined) {
    process.kill(process.pid, signal);
    await later(60_000);
  }
  if (text.includes('exit0')) process.exit(0);
  if (text.includes('exit1')) process.exit(1);
  if (text.includes('throw')) setImmediate(() => { throw new Error('thrown on purpose'); });
  if (text.includes('oom')) exhaustMemory();
  if (text.includes('never') || text.includes('throw')) await later(600_000);
}

function exhaustMemory(): never {
  const held: number[][] = [];
  for (;;) held.push(new Array<number>(1_000_000).fill(held.length));
}

const failure = (code: FailureCode, message: string): ResponseError<unknown> => new ResponseError(failureErrorCode, message, { code, message, fix: '' });

const engine: EngineInfo = { library: 'fake', llamaCpp: 'fake', device: 'cpu', cores: 1, threads: 1, memoryTotal: 1, memoryFree: 1, memoryUsed: 200e6 };

const loadedMember = (id: string): LoadedMember => ({
  id, name: id, architecture: 'fake', quantisation: 'F32', vocabularySize: 1, tokenizer: 'byte-bpe', fim: null, fimOrder: null,
  bytesOnDisk: 1, bytesInMemory: 1, contextSize: 1, threads: 1, gpuLayers: 0, loadMs: 1,
});

let loaded: readonly string[] = [];

/** Whether it takes three times the memory since it was told to. */
let grown = false;

async function load({ members, oneByOne }: LoadRequest, report: (value: LoadProgress) => Promise<void>): Promise<LoadReport> {
  const loadOne = async ({ id, path }: MemberSpec): Promise<void> => {
    await report({ id, path, state: 'loading', done: 0 });
    await new Promise((resolve) => setImmediate(resolve));
    await misbehave(path);
    await report({ id, path, state: 'ready', done: 1 });
  };
  if (members.some(({ path }) => path.includes('refuse'))) throw failure('out-of-memory', 'no room');
  if (oneByOne) {
    for (const member of members) await loadOne(member);
  } else {
    for (const { id, path } of members) await report({ id, path, state: 'loading', done: 0 });
    await Promise.all(members.map(loadOne));
  }
  loaded = members.map(({ id }) => id);
  return { engine, members: loaded.map(loadedMember), leftOut: [] };
}

const weights = (): WeightsReport => ({
  method: 'sim', alignment: 'bytes', reference: loaded[0] ?? '', bytes: 0, why: '',
  members: loaded.map((id) => ({ id, weight: 1 / loaded.length, perplexity: 1, bitsPerByte: 1, tokens: 1, tokensEvaluated: 1, ms: 1, seesSuffix: false })),
});

const completion = (text: string): CompletionReport => ({
  ...weights(), decoding: 'tokens', delta: null, text, source: 'generated', reason: null, pieces: [], stop: 'line-end',
  timing: { queueMs: 0, promptMs: 0, weightsMs: 0, firstPieceMs: 0, totalMs: 0 },
});

const piece = (text: string): Piece => ({ text, member: 'a', probability: 1, byMember: {} });

/** Streams one piece, misbehaves if it is told to, and answers. */
async function complete({ before }: CompletionRequest, report: (value: Piece) => Promise<void>, token: CancellationToken): Promise<unknown> {
  await report(piece(`first-${before}`));
  const flood = /flood-(\d+)/.exec(before)?.[1];
  if (flood !== undefined) await writeMalformed(Number(flood));
  if (before.includes('huge')) await writeHuge();
  if (before.includes('badanswer')) return { text: 1 };
  if (before.includes('untilcancelled')) {
    await new Promise((resolve) => token.onCancellationRequested(resolve));
    throw failure('cancelled', 'cancelled');
  }
  if (before.includes('grow')) grown = true;
  await misbehave(before);
  return completion(`done-${before}`);
}

async function write(bytes: string | Uint8Array): Promise<void> {
  if (!pipe.write(bytes)) await once(pipe, 'drain');
}

async function writeMalformed(count: number): Promise<void> {
  const random = seededRandom(process.pid + count);
  for (let written = 0; written < count; written += 1) {
    await write(malformedLine(engineLines, random));
    await write('\n');
  }
}

/** One message of 64 MB. */
async function writeHuge(): Promise<void> {
  await write('{"jsonrpc":"2.0","method":"log","params":{"level":"info","line":"');
  for (let written = 0; written < 64; written += 1) await write('x'.repeat(1_000_000));
  await write('"}}\n');
}

connection.onRequest(async (method, params, token) => {
  if (!isMethod(method)) throw failure('bad-request', method);
  const { stream } = openEnvelope(method, params);
  const report = async (value: unknown): Promise<void> => {
    if (stream !== null) await connection.sendProgress(progress, stream, value);
  };
  if (method === 'load') return load(openEnvelope(method, params).body, report);
  if (method === 'complete') return complete(openEnvelope(method, params).body, report, token);
  if (method === 'describe') return { ...engine, memoryUsed: engine.memoryUsed * (grown ? 3 : 1) };
  return method === 'weights' ? weights() : null;
});
connection.listen();
