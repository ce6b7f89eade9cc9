import { describe, expect, it } from 'vitest';
import { fimHoles } from '../../../src/engine/fim/fimSamples.ts';
import { chooseFimOrder, measureFimOrder } from '../../../src/engine/fim/measureFimOrder.ts';
import { ManualClock } from '../../support/manualClock.ts';
import { SyntheticMember, syntheticVocabulary } from '../../support/syntheticMember.ts';

describe('the chosen order', () => {
  it.each([
    { plain: 100, prefixSuffixMiddle: 90, suffixPrefixMiddle: 95, order: 'prefix-suffix-middle' },
    { plain: 100, prefixSuffixMiddle: 95, suffixPrefixMiddle: 90, order: 'suffix-prefix-middle' },
    { plain: 100, prefixSuffixMiddle: 95, suffixPrefixMiddle: 95, order: 'prefix-suffix-middle' },
    { plain: 100, prefixSuffixMiddle: 120, suffixPrefixMiddle: 102.9, order: 'suffix-prefix-middle' },
    { plain: 100, prefixSuffixMiddle: 120, suffixPrefixMiddle: 103.1, order: null },
    { plain: 100, prefixSuffixMiddle: NaN, suffixPrefixMiddle: 90, order: 'suffix-prefix-middle' },
  ])('is $order for losses of $plain, $prefixSuffixMiddle and $suffixPrefixMiddle', ({ order, ...losses }) => expect(chooseFimOrder(losses)).toBe(order));
});

describe('measuring', () => {
  const signal = new AbortController().signal;
  const vocabulary = syntheticVocabulary({ words: ['return', ' counts', ';\n', 'path'], fim: true });
  const member = new SyntheticMember({ id: 'a', vocabulary, texts: ['return counts;\n'] });
  /** A member that takes some milliseconds per token. */
  const paced = (clock: ManualClock, msPerToken: number): Parameters<typeof measureFimOrder>[0] & { readonly tokens: number } => {
    let tokens = 0;
    return {
      vocabulary,
      get tokens() {
        return tokens;
      },
      tokenize: (text, continues) => member.tokenize(text, continues),
      score: (path, from, ...rest) => {
        tokens += path.length;
        clock.advance(path.length * msPerToken);
        return member.score(path, from, ...rest);
      },
    };
  };

  it('gives the loss of every order', async () => {
    const clock = new ManualClock();
    const losses = await measureFimOrder(paced(clock, 0.01), clock, signal);
    expect(Object.values(losses ?? {}).map((nats) => nats > 0)).toEqual([true, true, true]);
  });

  it('gives up after the first hole when the rest would take too long', async () => {
    const clock = new ManualClock();
    const slow = paced(clock, 100);
    expect(await measureFimOrder(slow, clock, signal)).toBeNull();
    expect(slow.tokens).toBeLessThan(fimHoles[0]!.before.length + fimHoles[0]!.middle.length + 4);
  });

  it('has nothing to measure without FIM tokens', async () => {
    const plain = syntheticVocabulary({ words: ['a'] });
    expect(await measureFimOrder(new SyntheticMember({ id: 'a', vocabulary: plain, texts: ['a'] }), new ManualClock(), signal)).toBeNull();
  });
});
