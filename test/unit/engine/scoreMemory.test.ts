import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ScoreMemory } from '../../../src/engine/member/scoreMemory.ts';
import type { Distribution } from '../../../src/fusion/member.ts';

const path = fc.array(fc.constantFrom(0, 1, 262_144), { minLength: 1, maxLength: 4 }).map((ids) => Int32Array.from(ids));

describe('the memory of a member', () => {
  it('gives back what was said after the very same tokens, or nothing', () => {
    fc.assert(fc.property(fc.array(fc.record({ path, asked: path }), { maxLength: 40 }), (steps) => {
      const memory = new ScoreMemory();
      const said = new Map<string, Distribution>();
      for (const [index, step] of steps.entries()) {
        const distribution = { ids: Int32Array.of(index), p: Float64Array.of(1), tail: 0 };
        memory.setDistribution(step.path, step.path.length, 1, distribution);
        said.set(step.path.join(), distribution);
        expect(memory.distribution(step.path, step.path.length, 1)).toBe(distribution);
        const known = memory.distribution(step.asked, step.asked.length, 1);
        if (known !== null) expect(known).toBe(said.get(step.asked.join()));
      }
    }), { numRuns: 300 });
  });

  it('does not answer a longer list by a shorter one', () => {
    const memory = new ScoreMemory();
    memory.setDistribution(Int32Array.of(7), 1, 2, { ids: Int32Array.of(3, 4), p: Float64Array.of(0.5, 0.25), tail: 0.25 });
    expect(memory.distribution(Int32Array.of(7), 1, 2)).not.toBeNull();
    expect(memory.distribution(Int32Array.of(7), 1, 3)).toBeNull();
  });

  it('answers again by a list that came out shorter than it was asked to be: there is no more to list', () => {
    const memory = new ScoreMemory();
    memory.setDistribution(Int32Array.of(7), 1, 256, { ids: Int32Array.of(3, 4), p: Float64Array.of(0.7, 0.25), tail: 0.05 });
    expect(memory.distribution(Int32Array.of(7), 1, 256)).not.toBeNull();
    expect(memory.distribution(Int32Array.of(7), 1, 257)).toBeNull();
  });

  it('keeps distributions, and forgets scores, of tokens that are gone', () => {
    const memory = new ScoreMemory();
    const tokens = Int32Array.of(5, 6, 7);
    memory.setScore(2, 7, -1);
    memory.setDistribution(tokens, 3, 1, { ids: Int32Array.of(8), p: Float64Array.of(1), tail: 0 });
    expect(memory.score(tokens, 2, 3)).toBe(-1);
    memory.rewind(1);
    expect(memory.score(tokens, 2, 3)).toBeNull();
    expect(memory.distribution(tokens, 3, 1)).not.toBeNull();
  });
});
