import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Effort, levels, type Level, type Observation } from '../../../../src/editor/members/effort.ts';

const slow: Observation = { at: 0, load: 2, fullerLoad: 3 };
const quick: Observation = { at: 0, load: 0.2, fullerLoad: 0.4 };
const tight: Observation = { at: 0, load: 0.8, fullerLoad: 1.2 };
const after = (effort: Effort, ...seen: readonly (readonly [Observation, number])[]): Effort =>
  seen.reduce((state, [observation, times]) => Array.from({ length: times }).reduce<Effort>((inner) => inner.next(observation), state), effort);

describe('how much of the pack requests get', () => {
  test('goes down after three slow ones in a row, and no further than to what is there already', () => {
    const full = Effort.full(3);
    expect(after(full, [slow, 2]).level).toBe('full');
    expect(after(full, [slow, 2], [quick, 1], [slow, 2]).level).toBe('full');
    expect([3, 6, 9, 30].map((times) => after(full, [slow, times]).level)).toEqual(['fewer-members', 'top-member', 'cached-only', 'cached-only']);
  });

  test.each<readonly [number, readonly Level[]]>([[1, ['full', 'cached-only']], [2, ['full', 'top-member', 'cached-only']], [3, levels]])('a pack of %i has the levels that differ', (members, expected) => {
    expect(Array.from({ length: 4 }, (_, index) => after(Effort.full(members), [slow, 3 * index]).level).filter((level, index, all) => level !== all[index - 1])).toEqual(expected);
  });

  test('goes up after ten in a row that leave room one level up, and stays where they would not', () => {
    const down = after(Effort.full(3), [slow, 3]);
    expect(after(down, [quick, 9]).level).toBe('fewer-members');
    expect(after(down, [quick, 10]).level).toBe('full');
    expect(after(down, [quick, 9], [tight, 1], [quick, 9]).level).toBe('fewer-members');
    expect(after(down, [tight, 100]).level).toBe('fewer-members');
  });

  test('tries one level up after a rest; one slow request ends that, and the next rest is twice as long', () => {
    const down = after(Effort.full(2), [slow, 3]);
    expect(down.rested(59_999).level).toBe('top-member');
    const trial = down.rested(60_000);
    expect(trial.level).toBe('full');
    const failed = trial.next({ ...slow, at: 60_000 });
    expect(failed.level).toBe('top-member');
    expect(failed.rested(179_999).level).toBe('top-member');
    expect(failed.rested(180_000).level).toBe('full');
    expect(after(failed.rested(180_000), [quick, 3], [slow, 2]).level).toBe('full');
  });

  test('never changes by more than one level, never goes up but after ten calm requests or a rest, and keeps to its ladder', () => {
    const load = fc.double({ min: 0, max: 4, noNaN: true });
    const event = fc.record({ wait: fc.integer({ min: 0, max: 100_000 }), load, fullerLoad: load });
    fc.assert(fc.property(fc.integer({ min: 1, max: 5 }), fc.array(event, { maxLength: 80 }), (members, events) => {
      let effort = Effort.full(members);
      let now = 0;
      let since = 0;
      let changedAt = 0;
      for (const { wait, ...observed } of events) {
        now += wait;
        for (const next of [effort.rested(now), effort.rested(now).next({ at: now, ...observed })]) {
          const by = levels.indexOf(next.level) - levels.indexOf(effort.level);
          if (by < 0) expect(now - changedAt >= Effort.shortestRestMs || since >= Effort.calmInARow - 1).toBe(true);
          if (by !== 0) {
            since = 0;
            changedAt = now;
          }
          effort = next;
        }
        since += 1;
      }
    }));
  });
});
