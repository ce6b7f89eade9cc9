import { describe, expect, test } from 'vitest';
import { AutomaticWait } from '../../../../src/editor/completion/timing/automaticWait.ts';

const { initial, tailMs, promoteAfterMs } = AutomaticWait;
const slow = (ms: number): AutomaticWait => initial.took(ms);

/** What each of some keystrokes of one word would wait when the next one comes before. */
function waitsWhileTyping(start: AutomaticWait, keystrokes: number, everyMs: number): number[] {
  let wait = start;
  return Array.from({ length: keystrokes }, (_, index) => {
    const { waitMs, then } = wait.next(`word${'x'.repeat(index)}`, index * everyMs);
    wait = then;
    return waitMs;
  });
}

describe('automatic wait', () => {
  test.each(['', '    ', '\t', 'foo.', 'call(', 'const a =', 'return ', 'list[', '// word '])('does not wait after %j', (line) => {
    expect(initial.next(line, 0).waitMs).toBe(0);
  });

  test('waits a little in the middle of a word', () => {
    expect(initial.next('const value', 0).waitMs).toBe(tailMs);
  });

  test('typing without a pause cannot put a request off for ever', () => {
    const waits = waitsWhileTyping(initial, 14, 20);
    expect(waits[0]).toBe(tailMs);
    expect(waits.at(-1)).toBe(0);
    expect(waits).toEqual([...waits].sort((a, b) => b - a));
  });

  test('a request that went out starts the next wait afresh', () => {
    const waiting = initial.next('word', 0).then;
    expect(waiting.next('words', promoteAfterMs).waitMs).toBe(0);
    expect(waiting.sent().next('wordsx', promoteAfterMs).waitMs).toBe(tailMs);
  });

  test('a pack that answers between two keystrokes is asked as often as a fast one', () => {
    expect(slow(100).next('foo.', 0).waitMs).toBe(0);
    expect(slow(100).next('word', 0).waitMs).toBe(tailMs);
  });

  test('the longer completions take, the longer every wait, up to a bound', () => {
    const waits = [200, 300, 400, 5000].map((ms) => slow(ms).next('foo.', 0).waitMs);
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    expect(new Set(waits).size).toBe(waits.length);
    expect(slow(50_000).next('foo.', 0).waitMs).toBe(waits.at(-1));
  });

  test('typing on asks a slow pack once per completion at most', () => {
    const put = waitsWhileTyping(slow(600), 12, 100).findIndex((waitMs) => waitMs === 0);
    expect(put * 100).toBe(600);
  });

  test('recent completions count most', () => {
    expect(slow(1000).took(100).latencyMs).toBeLessThan(1000);
    expect(Array.from({ length: 30 }).reduce<AutomaticWait>((wait) => wait.took(100), slow(1000)).latencyMs).toBeCloseTo(100, 0);
  });

  test('a wait is a value: looking does not change it', () => {
    initial.next('word', 0);
    expect(initial.next('word', 10_000).waitMs).toBe(tailMs);
  });
});
