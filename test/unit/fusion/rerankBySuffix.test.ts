import { describe, expect, it } from 'vitest';
import { rerankBySuffix, truncations, unseenSuffix } from '../../../src/fusion/decoding/rerankBySuffix.ts';
import { textOf } from '../../../src/fusion/decoding/pieces.ts';
import { ManualClock } from '../../support/manualClock.ts';
import { SyntheticMember, syntheticVocabulary } from '../../support/syntheticMember.ts';
import { decoded, decodePolicy, never, promptOf, weightsOf } from '../../support/syntheticPack.ts';

const vocabulary = syntheticVocabulary({ words: ['call', 'first', 'second', ', ', ');', '('] });
const reader = (id: string, ...texts: string[]): SyntheticMember => new SyntheticMember({ id, vocabulary, texts });
const before = 'call';

describe('reranking by the text after the cursor', () => {
  const prompts = [promptOf(reader('a', 'call(first, second);'), before), promptOf(reader('b', 'call(second);'), before)];
  const fitted = weightsOf([0.9, 0.1]);
  const policy = decodePolicy({ heal: false });

  it('cuts the fused text where the suffix goes on', async () => {
    const fused = await decoded(prompts, fitted, policy);
    expect(fused.text).toBe('(first, second);');
    const { pieces, why } = await rerankBySuffix(prompts, fitted, fused.pieces, ', second);', policy, never);
    expect(textOf(pieces)).toBe('(first');
    expect(pieces).toEqual(fused.pieces.slice(0, 2));
    expect(why).toContain('another one won');
  });

  it('prefers a member\'s own line when the suffix follows it better', async () => {
    const other = reader('b', 'call(second)', 'call(second)', 'call(second) + 1;');
    const unlike = [prompts[0]!, promptOf(other, before)];
    const fused = await decoded(unlike, fitted, policy);
    const { pieces } = await rerankBySuffix(unlike, weightsOf([0.2, 0.8]), fused.pieces, ' + 1;', policy, never);
    expect(textOf(pieces)).toBe('(second)');
    expect(pieces.every((piece) => piece.member === 'b')).toBe(true);
  });

  it('keeps the fused text when time is up or the request is cancelled', async () => {
    const fused = await decoded(prompts, fitted, policy);
    const clock = new ManualClock();
    clock.advance(10);
    expect(await rerankBySuffix(prompts, fitted, fused.pieces, ', second);', { ...policy, clock, deadline: 5 }, never)).toEqual({ pieces: fused.pieces, why: '' });
    const controller = new AbortController();
    controller.abort();
    expect((await rerankBySuffix(prompts, fitted, fused.pieces, ', second);', policy, controller.signal)).pieces).toEqual(fused.pieces);
  });
});

describe('the suffix that no active member sees', () => {
  const plain = promptOf(reader('a', 'x'), before);
  const sighted = promptOf(reader('b', 'x'), before, { head: Int32Array.of(0), seesSuffix: true });

  it.each([
    [');\nnext', ');'],
    ['\nnext', null],
    ['   \r\nnext', null],
    ['', null],
  ])('of %j is %j', (after, line) => expect(unseenSuffix([plain], weightsOf([1]), after)).toBe(line));

  it('is none when an active member sees it', () => {
    expect(unseenSuffix([plain, sighted], weightsOf([0.5, 0.5]), ');')).toBeNull();
    expect(unseenSuffix([plain, sighted], weightsOf([1, 0]), ');')).toBe(');');
  });
});

describe('truncations', () => {
  it('prefer places where the text agrees with the suffix, and are few', () => {
    expect(truncations('a(b, c); d', ');')[0]).toBe('a(b, c');
    expect(truncations('a b c d e f g h', 'x').length).toBe(4);
  });

  it('leave no blank text', () => expect(truncations('  (', ')')).toEqual([]));
});
