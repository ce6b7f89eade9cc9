import { failures } from '../../../../src/base/errors.ts';
import type { AskOptions, Engine } from '../../../../src/host/engine.ts';
import type { CompletionReport, LoadReport } from '../../../../src/protocol/reports.ts';
import type { CompletionRequest } from '../../../../src/protocol/requests.ts';

export function reportOf(text: string, change: Partial<CompletionReport> = {}): CompletionReport {
  const member = { perplexity: 3, bitsPerByte: 1, tokens: 10, tokensEvaluated: 4, ms: 5, seesSuffix: true };
  return {
    method: 'sim', alignment: 'bytes', decoding: 'tokens', delta: null, reference: 'ts', bytes: 40, why: 'Because it fits.',
    members: [{ id: 'ts', weight: 0.75, ...member }, { id: 'prose', weight: 0.25, ...member, seesSuffix: false }],
    text, source: 'generated', reason: text === '' ? 'nothing-to-add' : null,
    pieces: text === '' ? [] : [{ text, member: 'ts', probability: 0.5, byMember: { ts: 0.6, prose: 0.2 } }],
    stop: 'line-end', timing: { queueMs: 0, promptMs: 1, weightsMs: 1, firstPieceMs: 2, totalMs: 3 }, ...change,
  };
}

export const emptyPack: LoadReport = {
  engine: { library: '1', llamaCpp: '1', device: 'cpu', cores: 1, threads: 1, memoryTotal: 1, memoryFree: 1, memoryUsed: 0 }, members: [], leftOut: [],
};

/** One question that the engine was asked and that the test answers when it likes. */
export interface Asked {
  readonly request: CompletionRequest;
  readonly signal: AbortSignal;
  readonly background: boolean;
  stream(text: string): void;
  answer(text: string, change?: Partial<CompletionReport>): void;
  fail(error: unknown): void;
}

/** An engine whose answers the test writes. It gives way to cancellation at once, as the real one does at the next token. */
export class ScriptedEngine implements Pick<Engine, 'ask' | 'pack'> {
  readonly asked: Asked[] = [];
  pack: LoadReport | null = emptyPack;
  running = 0;
  mostRunning = 0;
  /** Text that every question is answered with at once; null leaves the answer to the test. */
  immediate: ((request: CompletionRequest) => string) | null = null;

  readonly ask = ((_method: 'complete', request: CompletionRequest, options: AskOptions<'complete'> = {}) => {
    this.mostRunning = Math.max(this.mostRunning, ++this.running);
    const { signal = new AbortController().signal, background = false, onValue } = options;
    return new Promise<CompletionReport>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(failures.cancelled()));
      this.asked.push({
        request, signal, background,
        stream: (text) => onValue?.({ text, member: 'ts', probability: 1, byMember: {} }),
        answer: (text, change) => resolve(reportOf(text, change)),
        fail: reject,
      });
      if (this.immediate !== null) resolve(reportOf(this.immediate(request)));
    }).finally(() => this.running--);
  }) as Engine['ask'];

  get last(): Asked {
    return this.asked.at(-1)!;
  }
}
