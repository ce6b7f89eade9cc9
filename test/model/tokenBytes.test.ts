import { getLlama, readGgufFileInfo, type Llama, type Token } from 'node-llama-cpp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tokenizerKind, vocabularyFromGguf } from '../../src/fusion/vocabulary/ggufVocabulary.ts';

const starters = ['starter-typescript-q8_0.gguf', 'starter-python-q8_0.gguf', 'starter-prose-q8_0.gguf'];

describe('token bytes equal the engine’s own detokenizer', () => {
  let llama: Llama;
  beforeAll(async () => {
    llama = await getLlama({ gpu: false, build: 'never', skipDownload: true });
  });
  afterAll(() => llama.dispose());

  test.each(starters)('every token of %s', async (file) => {
    const modelPath = new URL(`../../media/models/${file}`, import.meta.url).pathname;
    const { tokens, token_type: types, model: kindName } = (await readGgufFileInfo(modelPath)).metadata.tokenizer.ggml;
    const kind = tokenizerKind(kindName);
    if (kind === null) throw new Error(`No token kinds in ${file}.`);
    const vocabulary = vocabularyFromGguf({ kind, tokens, types, endTokens: [], bos: null, dummyPrefixSpace: false, fim: null });
    const model = await llama.loadModel({ modelPath, vocabOnly: true });
    // A token in front, so that nothing is stripped from the start of the text.
    const front = tokens.indexOf('x') as Token;
    const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
    const differing = tokens.filter((_, id) => model.detokenize([front, id as Token]) !== `x${utf8.decode(vocabulary.bytes[id])}`);
    await model.dispose();
    expect(tokens.length).toBeGreaterThan(1000);
    expect(differing).toEqual([]);
  });
});
