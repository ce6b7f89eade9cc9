import { memoryEstimate, type EstimatedFrom } from '../memoryEstimate.ts';

/**
 * A model of a hub that is worth a look, and what a user should know before. Size and memory are about right; what is downloaded is
 * checked against the size and SHA-256 that the hub gives at that time.
 */
export interface CuratedModel {
  readonly id: string;
  readonly name: string;
  readonly kind: 'code' | 'text';
  readonly repository: string;
  readonly file: string;
  readonly licence: string;
  readonly quantisation: string;
  /** Whether it was trained to see the text after the cursor. */
  readonly fim: boolean;
  /** Tokens of context that it was trained for. */
  readonly contextLength: number;
  /** As the repository's page shows it, three figures. */
  readonly bytes: number;
  /** Estimated for the default context of 2,048 tokens. */
  readonly memoryBytes: number;
}

const usualContext = 2048;

interface Facts extends Omit<CuratedModel, 'memoryBytes' | 'licence'>, Omit<EstimatedFrom, 'cacheBytesPerToken'> {
  readonly blocks: number;
  /** Heads of keys and values, and how wide one is. */
  readonly cacheHeads: number;
  readonly headWidth: number;
}

function curated({ blocks, cacheHeads, headWidth, width, vocabularySize, ...model }: Facts): CuratedModel {
  const cacheBytesPerToken = 2 * 2 * cacheHeads * headWidth * blocks;
  return { ...model, licence: 'Apache-2.0', memoryBytes: memoryEstimate({ bytes: model.bytes, width, vocabularySize, cacheBytesPerToken }, usualContext) };
}

const qwenSmall = { blocks: 24, cacheHeads: 2, headWidth: 64, width: 896, vocabularySize: 151_936, fim: true, contextLength: 32_768, kind: 'code' } as const;
const qwenLarge = { blocks: 28, cacheHeads: 2, headWidth: 128, width: 1536, vocabularySize: 151_936, fim: true, contextLength: 32_768, kind: 'code' } as const;

/** All under Apache-2.0, smallest first. Shapes from the models' own config.json. */
export const curatedModels: readonly CuratedModel[] = [
  {
    id: 'smollm2-360m', name: 'SmolLM2 360M Instruct', kind: 'text', repository: 'HuggingFaceTB/SmolLM2-360M-Instruct-GGUF', file: 'smollm2-360m-instruct-q8_0.gguf', quantisation: 'Q8_0',
    bytes: 386e6, fim: false, contextLength: 8192, blocks: 32, cacheHeads: 5, headWidth: 64, width: 960, vocabularySize: 49_152,
  } as const,
  { ...qwenSmall, id: 'qwen2.5-coder-0.5b-q4', name: 'Qwen2.5 Coder 0.5B', repository: 'bartowski/Qwen2.5-Coder-0.5B-GGUF', file: 'Qwen2.5-Coder-0.5B-Q4_K_M.gguf', quantisation: 'Q4_K_M', bytes: 398e6 },
  { ...qwenSmall, id: 'qwen2.5-coder-0.5b', name: 'Qwen2.5 Coder 0.5B', repository: 'ggml-org/Qwen2.5-Coder-0.5B-Q8_0-GGUF', file: 'qwen2.5-coder-0.5b-q8_0.gguf', quantisation: 'Q8_0', bytes: 531e6 },
  { ...qwenLarge, id: 'qwen2.5-coder-1.5b-q4', name: 'Qwen2.5 Coder 1.5B', repository: 'mradermacher/Qwen2.5-Coder-1.5B-GGUF', file: 'Qwen2.5-Coder-1.5B.Q4_K_M.gguf', quantisation: 'Q4_K_M', bytes: 986e6 },
  {
    id: 'smollm2-1.7b', name: 'SmolLM2 1.7B Instruct', kind: 'text', repository: 'HuggingFaceTB/SmolLM2-1.7B-Instruct-GGUF', file: 'smollm2-1.7b-instruct-q4_k_m.gguf', quantisation: 'Q4_K_M',
    bytes: 1.06e9, fim: false, contextLength: 8192, blocks: 24, cacheHeads: 32, headWidth: 64, width: 2048, vocabularySize: 49_152,
  } as const,
  { ...qwenLarge, id: 'qwen2.5-coder-1.5b', name: 'Qwen2.5 Coder 1.5B', repository: 'ggml-org/Qwen2.5-Coder-1.5B-Q8_0-GGUF', file: 'qwen2.5-coder-1.5b-q8_0.gguf', quantisation: 'Q8_0', bytes: 1.65e9 },
].map((facts) => curated(facts));
