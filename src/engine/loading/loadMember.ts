import { InsufficientMemoryError, type Llama, type LlamaContext, type LlamaModel } from 'node-llama-cpp';
import type { Clock } from '../../base/clock.ts';
import { failures, PackError } from '../../base/errors.ts';
import type { GgufSummary } from '../../models/checkGguf.ts';
import type { FimOrders } from '../fim/fimOrders.ts';
import { LlamaMember } from '../member/llamaMember.ts';
import type { PlannedMember } from './loadPlan.ts';
import { PackMember } from '../member/packMember.ts';
import { largestSlice } from '../member/slices.ts';
import { vocabularyOf } from '../member/vocabularyOf.ts';

/** What all members of a pack are loaded with. */
export interface LoadPolicy {
  readonly llama: Llama;
  /** Upper bound of the context, tokens. */
  readonly contextSize: number;
  readonly threads: number;
  readonly clock: Clock;
  readonly fimOrders: FimOrders;
  /** Lines that llama.cpp has logged and that mention a word. */
  saidAbout(word: string): readonly string[];
}

/** Times that a context which does not fit memory is halved. */
const halvings = 3;

/** Progress is told in steps of this size. */
const progressStep = 0.01;

/** llama.cpp aligns contexts to this. */
const contextStep = 256;

/** Loads one checked model file. Throws a `PackError` that names the file and what is wrong with it. `onProgress` gets [0, 1]. */
export async function loadMember({ spec, summary, file }: PlannedMember, policy: LoadPolicy, onProgress: (done: number) => void): Promise<PackMember> {
  const started = policy.clock.now();
  const model = await loadModel(spec.path, summary, policy, onProgress);
  try {
    const vocabulary = vocabularyOf(model, spec.path);
    const window = Math.min(policy.contextSize, spec.window ?? Infinity, model.trainContextSize);
    const context = await createContext(model, spec.path, window, policy.threads);
    const sequence = context.getSequence({ contextShift: { strategy: refuseToShift } });
    const backend = new LlamaMember(spec.id, vocabulary, model, sequence, policy.clock);
    const { fim } = vocabulary;
    const fimOrder = await policy.fimOrders.find(backend, file);
    const token = (id: number): string => vocabulary.tokens[id] ?? '';
    return new PackMember(backend, {
      id: spec.id,
      name: summary.name === '' ? spec.id : summary.name,
      architecture: summary.architecture,
      quantisation: summary.quantisation,
      vocabularySize: vocabulary.tokens.length,
      tokenizer: vocabulary.kind,
      fim: fim === null ? null : { prefix: token(fim.prefix), suffix: token(fim.suffix), middle: token(fim.middle) },
      fimOrder,
      bytesOnDisk: summary.bytes,
      bytesInMemory: Math.round([model, context].reduce((sum, { memoryUsage }) => sum + memoryUsage.ram + memoryUsage.vram, 0)),
      contextSize: context.contextSize,
      threads: policy.threads,
      gpuLayers: model.gpuLayers,
      loadMs: policy.clock.now() - started,
    }, Math.min(window, context.contextSize), async () => {
      await context.dispose();
      await model.dispose();
    });
  } catch (thrown) {
    await model.dispose();
    throw thrown;
  }
}

async function loadModel(path: string, summary: GgufSummary, policy: LoadPolicy, onProgress: (done: number) => void): Promise<LlamaModel> {
  let told = 0;
  const onLoadProgress = (done: number): void => {
    if (done < told + progressStep) return;
    told = done;
    onProgress(Math.min(1, done));
  };
  try {
    return await policy.llama.loadModel({ modelPath: path, defaultContextSwaFullCache: true, onLoadProgress });
  } catch (thrown) {
    if (thrown instanceof PackError) throw thrown;
    if (thrown instanceof InsufficientMemoryError) throw failures.outOfMemory(path);
    const unknown = policy.saidAbout(`'${summary.architecture}'`).some((line) => line.includes('unknown model architecture'));
    if (unknown) throw failures.modelUnsupported(path, `its architecture "${summary.architecture}" is not known to this llama.cpp`);
    throw failures.modelDamaged(path, 'llama.cpp could not load it');
  }
}

async function createContext(model: LlamaModel, path: string, window: number, threads: number): Promise<LlamaContext> {
  for (let halved = 0; ; halved++) {
    const contextSize = Math.max(contextStep, Math.floor(window / 2 ** halved));
    try {
      return await model.createContext({ contextSize, batchSize: Math.min(largestSlice, contextSize), threads, sequences: 1, swaFullCache: true, failedCreationRemedy: false });
    } catch (thrown) {
      if (!(thrown instanceof InsufficientMemoryError)) throw failures.modelUnsupported(path, 'llama.cpp could not make a context for it');
      if (halved === halvings || contextSize === contextStep) throw failures.outOfMemory(`a context for ${path}`);
    }
  }
}

/** Prompts are built to fit; a silent shift would change what the cache holds. */
function refuseToShift(): never {
  throw failures.internal('a prompt outgrew its context');
}
