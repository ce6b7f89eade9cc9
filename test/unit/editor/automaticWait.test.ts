import { describe, expect, test } from 'vitest';
import { AutomaticWait } from '../../../src/editor/completion/automaticWait.ts';
import { ManualClock } from '../../support/manualClock.ts';

describe('automatic wait', () => {
  test.each(['', '    ', '\t', 'foo.', 'call(', 'const a =', 'return ', 'list[', '// word '])('does not wait after %j', (line) => {
    expect(new AutomaticWait(new ManualClock()).next(line)).toBe(0);
  });

  test('waits a little in the middle of a word', () => {
    expect(new AutomaticWait(new ManualClock()).next('const value')).toBe(AutomaticWait.tailMs);
  });

  test('typing without a pause cannot put a request off for ever', () => {
    const clock = new ManualClock();
    const wait = new AutomaticWait(clock);
    const waits: number[] = [];
    for (let typed = 0; typed < 14; typed++) {
      waits.push(wait.next(`word${'x'.repeat(typed)}`));
      clock.advance(20);
    }
    expect(waits[0]).toBe(AutomaticWait.tailMs);
    expect(waits.at(-1)).toBe(0);
    expect(waits).toEqual([...waits].sort((a, b) => b - a));
  });

  test('a request that went out starts the next wait afresh', () => {
    const clock = new ManualClock();
    const wait = new AutomaticWait(clock);
    wait.next('word');
    clock.advance(AutomaticWait.promoteAfterMs);
    expect(wait.next('words')).toBe(0);
    wait.sent();
    expect(wait.next('wordsx')).toBe(AutomaticWait.tailMs);
  });
});
