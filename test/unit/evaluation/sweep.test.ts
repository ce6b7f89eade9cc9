import { describe, expect, it } from 'vitest';
import { defaultPolicy } from '../../../src/evaluation/policy.ts';
import { onePolicyPerValue } from '../../../src/evaluation/studies/sweep.ts';

describe('a sweep over a policy', () => {
  it('changes one value at a time, and keeps the policy as it is for comparison', () => {
    const variants = onePolicyPerValue(defaultPolicy, { 'windowBytes': ['150', '300'], 'pooling': ['log-linear'], 'precision.beam': ['8'], 'learning.rate': ['0.1'] });
    expect(variants.map(({ name }) => name)).toEqual(['as it is', 'windowBytes=150', 'windowBytes=300', 'pooling=log-linear', 'precision.beam=8', 'learning.rate=0.1']);
    const [whole, shorter, , pooled, wide, learning] = variants.map(({ policy }) => policy);
    expect(whole).toEqual(defaultPolicy);
    expect(shorter).toEqual({ ...defaultPolicy, weighting: { ...defaultPolicy.weighting, windowBytes: 150 } });
    expect(pooled).toEqual({ ...defaultPolicy, pooling: 'log-linear' });
    expect(wide?.precision).toEqual({ beam: 8 });
    expect(learning?.learning).toMatchObject({ rate: 0.1 });
  });

  it('names the value that no policy can have', () => {
    expect(() => onePolicyPerValue(defaultPolicy, { windowBytes: ['300', 'wide'] })).toThrow(/windowBytes=wide/u);
    expect(() => onePolicyPerValue(defaultPolicy, { breadth: ['3'] })).toThrow(/breadth=3/u);
  });
});
