import { getLlama, LlamaLogLevel, type LlamaContextSequence, type LlamaModel, type Token } from 'node-llama-cpp';

/** node-llama-cpp used by itself, with its defaults but one thread, as the yardstick for what members compute. */
export interface NativeModel {
  readonly model: LlamaModel;
  readonly sequence: LlamaContextSequence;
  dispose(): Promise<void>;
}

export async function nativeModel(path: string, contextSize = 1024): Promise<NativeModel> {
  const llama = await getLlama({ gpu: false, build: 'never', skipDownload: true, logLevel: LlamaLogLevel.error });
  const model = await llama.loadModel({ modelPath: path });
  const context = await model.createContext({ contextSize, threads: 1 });
  return {
    model,
    sequence: context.getSequence(),
    dispose: async () => {
      await context.dispose();
      await model.dispose();
      await llama.dispose();
    },
  };
}

/** The model's own greedy continuation of a text it has not seen before: up to `count` tokens. */
export async function nativeGreedy({ model, sequence }: NativeModel, text: string, count: number): Promise<Token[]> {
  await sequence.clearHistory();
  const tokens: Token[] = [];
  for await (const token of sequence.evaluate(model.tokenize(text), { temperature: 0 })) {
    tokens.push(token);
    if (tokens.length === count) break;
  }
  return tokens;
}
