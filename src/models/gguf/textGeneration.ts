import { failures } from '../../base/errors.ts';
import { limits } from './limits.ts';
import { plain, valueTypes, type Metadata, type Values } from './metadata.ts';

/** Architectures that llama.cpp knows and that do not write text one token after the other. */
const otherKinds: ReadonlyMap<string, string> = new Map([
  ...['bert', 'modern-bert', 'neo-bert', 'nomic-bert', 'nomic-bert-moe', 'jina-bert-v2', 'jina-bert-v3', 'eurobert', 'gemma-embedding', 'llama-embed', 't5encoder']
    .map((name): [string, string] => [name, 'it is an embedding model and writes no text']),
  ...['dream', 'llada', 'llada-moe', 'rnd1'].map((name): [string, string] => [name, 'it is a diffusion model, which does not write token by token']),
  ['clip', 'it is the vision part of another model'],
  ['t5', 'it is an encoder-decoder model'],
  ['wavtokenizer-dec', 'it is an audio decoder'],
]);

const otherTypes: ReadonlyMap<string, string> = new Map([
  ['adapter', 'it is an adapter for another model'],
  ['mmproj', 'it is the vision part of another model'],
  ['imatrix', 'it holds quantisation statistics, not a model'],
]);

const ropeScalings: ReadonlySet<string> = new Set(['none', 'linear', 'yarn', 'longrope']);
const largest = 2 ** 31 - 1;

export interface Shape {
  readonly architecture: string;
  readonly contextLength: number;
  readonly blocks: number;
  readonly width: number;
}

/** Refuses what is no model, is no model for text, or has figures at which llama.cpp stops the process. */
export function checkShape(path: string, values: Values, { arrays }: Metadata): Shape {
  const otherType = otherTypes.get(values.string('general.type') ?? '');
  if (otherType !== undefined) throw failures.modelUnsupported(path, otherType);
  const architecture = values.string('general.architecture');
  if (architecture === null) throw failures.modelDamaged(path, 'it does not name its architecture');
  if (!/^[a-z0-9][a-z0-9._-]{0,63}$/iu.test(architecture)) throw failures.modelDamaged(path, `its architecture "${plain(architecture)}" is not a name`);
  const otherKind = otherKinds.get(architecture);
  if (otherKind !== undefined) throw failures.modelUnsupported(path, otherKind);
  const parts = values.count('split.count', 0, largest) ?? 0;
  if (parts > 1) throw failures.modelUnsupported(path, `it is one of ${parts} parts of a model; join them with llama-gguf-split first`);
  if ((values.count(`${architecture}.pooling_type`, -1, largest) ?? 0) > 0 || values.boolean(`${architecture}.attention.causal`) === false) {
    throw failures.modelUnsupported(path, 'it is an embedding model and writes no text');
  }
  const blocks = values.count(`${architecture}.block_count`, 1, limits.blocks);
  if (blocks === null) throw failures.modelDamaged(path, 'it does not say how many layers it has');
  const contextLength = values.count(`${architecture}.context_length`, 1, largest);
  if (contextLength === null) throw failures.modelDamaged(path, 'it does not say how long its context is');
  const width = values.count(`${architecture}.embedding_length`, 1, largest);
  if (width === null) throw failures.modelDamaged(path, 'it does not say how wide it is');
  values.count(`${architecture}.nextn_predict_layers`, 0, blocks);
  const experts = values.count(`${architecture}.expert_count`, 0, limits.experts) ?? 0;
  values.count(`${architecture}.expert_used_count`, Math.min(1, experts), experts);
  const given = (name: string, least: number, most: number): boolean => arrays.has(`${architecture}.${name}`) || values.count(`${architecture}.${name}`, least, most) !== null;
  // Recurrent models have neither, and say so with zeros.
  if (!values.some(`${architecture}.ssm.`) && !values.some(`${architecture}.wkv.`)) {
    if (!given('attention.head_count', 1, width)) throw failures.modelDamaged(path, 'it does not say how many attention heads it has');
    given('attention.head_count_kv', 1, width);
    if (!given('feed_forward_length', experts > 0 ? 0 : 1, largest) && experts === 0) throw failures.modelDamaged(path, 'it does not say how wide its inner layers are');
  }
  const scaling = values.string(`${architecture}.rope.scaling.type`);
  if (scaling !== null && !ropeScalings.has(scaling)) throw failures.modelDamaged(path, `its kind of position scaling "${plain(scaling)}" is unknown`);
  return { architecture, contextLength, blocks, width };
}

/** How a model file names the two kinds of tokenizer that members may have. */
export type TokenizerModel = 'gpt2' | 'llama';

/** The tokenizer, which must be one that fusion can work with and complete enough not to stop llama.cpp. */
export function checkTokenizer(path: string, values: Values, { arrays, vocabulary }: Metadata): TokenizerModel {
  const model = values.string('tokenizer.ggml.model');
  if (model === null || model === 'none' || model === 'no_vocab') throw failures.modelUnsupported(path, 'it has no tokenizer');
  if (model !== 'gpt2' && model !== 'llama') throw failures.modelUnsupported(path, `its tokenizer "${plain(model)}" is neither byte-level BPE nor SentencePiece`);
  const count = vocabulary.count;
  if (count === null) throw failures.modelUnsupported(path, 'it has no vocabulary');
  for (const key of ['tokenizer.ggml.token_type', 'tokenizer.ggml.scores']) {
    const list = arrays.get(key);
    if (list !== undefined && list.count !== count) throw failures.modelDamaged(path, `"${key}" has ${list.count} items for ${count} tokens`);
  }
  if (model === 'gpt2' && arrays.get('tokenizer.ggml.merges')?.type !== valueTypes.string) throw failures.modelDamaged(path, 'its byte-level BPE tokenizer has no merges');
  const problem = vocabulary.byteTokenProblem(model === 'llama');
  if (problem !== null) throw failures.modelDamaged(path, problem);
  return model;
}
