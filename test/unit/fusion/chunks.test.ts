import { describe, expect, it } from 'vitest';
import { chunksOf } from '../../../src/fusion/weights/chunks.ts';
import { readPrompt } from '../../../src/fusion/weights/readPrompt.ts';
import { SyntheticMember, syntheticVocabulary } from '../../support/syntheticMember.ts';
import { never, promptOf } from '../../support/syntheticPack.ts';

const text = 'let total = first + second;\n';
const member = (id: string, words: readonly string[]): SyntheticMember => new SyntheticMember({ id, vocabulary: syntheticVocabulary({ words }), texts: [text] });
const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);

describe('chunks between shared boundaries', () => {
  it('lie where both members end a token, and hold each member’s own tokens', async () => {
    const readings = await Promise.all([
      readPrompt(promptOf(member('a', ['let ', 'tot', 'al =']), 'let total ='), 600, null, never),
      readPrompt(promptOf(member('b', ['let', ' total', ' =']), 'let total ='), 600, null, never),
    ]);
    const [a, b] = chunksOf(readings);
    // a: let ␣|tot|al =   b: let| total| =   shared: only the ends.
    expect(a).toHaveLength(0);
    expect(b).toHaveLength(0);
    const finer = await Promise.all([
      readPrompt(promptOf(member('a', ['let', ' to', 'tal', ' =']), 'let total ='), 600, null, never),
      readPrompt(promptOf(member('b', ['let', ' total', ' =']), 'let total ='), 600, null, never),
    ]);
    const [c, d] = chunksOf(finer);
    expect(c).toHaveLength(2);
    expect(c![0]).toBeCloseTo(finer[0].logP[0]! + finer[0].logP[1]!, 12);
    expect(c![1]).toBeCloseTo(finer[0].logP[2]!, 12);
    expect([...d!]).toEqual([...finer[1].logP]);
  });

  it('are counted from the cursor, so that windows of different lengths meet', async () => {
    const readings = await Promise.all([
      readPrompt(promptOf(member('a', ['total', ' =', ' first']), 'let total = first'), 600, null, never),
      readPrompt(promptOf(member('b', ['total', ' =', ' first']), 'total = first'), 600, null, never),
    ]);
    const [a, b] = chunksOf(readings);
    expect(a).toHaveLength(2);
    expect(b).toHaveLength(2);
    expect(sum(b!)).toBeCloseTo(sum(readings[1].logP), 12);
  });

  it('are none when a member has scored nothing', async () => {
    const readings = await Promise.all([readPrompt(promptOf(member('a', []), 'let'), 600, null, never), readPrompt(promptOf(member('b', []), ''), 600, null, never)]);
    expect(chunksOf(readings).map((own) => own.length)).toEqual([0, 0]);
  });
});
