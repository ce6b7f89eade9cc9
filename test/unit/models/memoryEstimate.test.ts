import { expect, test } from 'vitest';
import { memoryEstimate } from '../../../src/models/memoryEstimate.ts';

/** Headers of the standard pack's files, and what llama.cpp reported for model and context at 2,048 tokens, bytes. */
test.each([
  ['SmolLM2 135M', { bytes: 98_362_432, width: 576, cacheBytesPerToken: 2 * 2 * 3 * 64 * 30, vocabularySize: 49_152 }, 270_611_200],
  ['Gemma 3 270M', { bytes: 253_113_024, width: 640, cacheBytesPerToken: 2 * 2 * 256 * 18, vocabularySize: 262_144 }, 643_507_200],
])('%s takes what was estimated, give or take 1 %%', (_name, header, measured) => {
  expect(Math.abs(memoryEstimate(header, 2048) / measured - 1)).toBeLessThan(0.01);
});
