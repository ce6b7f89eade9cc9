import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { replay, typingSession } from '../../support/typingSession.ts';

const file = ['test/samples/typescript/editor-status-statusText.ts.txt', 'test/samples/typescript/base-errors.ts.txt'].map((path) => readFileSync(path, 'utf8')).join('\n');

describe('a typing session', () => {
  test('writes the missing stretches again, the first one as far as the strokes go', () => {
    const session = typingSession(file, 500);
    const states = [...replay(session)];
    const right = states.findLastIndex(({ before, after }) => file.startsWith(before) && file.endsWith(after));
    // A letter in 30 is wrong, for at most four strokes.
    expect(right).toBeGreaterThanOrEqual(500 - 5);
    const counted = states.slice(0, right + 1).reduce((sum, { stroke }) => sum + (stroke.kind === 'type' ? 1 : stroke.kind === 'delete' ? -1 : 0), 0);
    expect(states[right]!.before.length + states[right]!.after.length).toBe(session.document.length + counted);
    expect(file.length).toBeGreaterThan(session.document.length + counted);
  });

  test('has as many strokes as wanted, the same each time, with jumps, corrections and pauses', () => {
    const { strokes } = typingSession(file);
    expect(strokes).toHaveLength(500);
    expect(typingSession(file).strokes).toEqual(strokes);
    expect(typingSession(file, 500, 2).strokes).not.toEqual(strokes);
    expect(strokes.filter(({ kind }) => kind === 'jump').length).toBeGreaterThan(2);
    expect(strokes.filter(({ kind }) => kind === 'delete').length).toBeGreaterThan(5);
    expect(Math.max(...strokes.map(({ pauseMs }) => pauseMs))).toBeGreaterThan(1000);
  });

  test('needs a file that is long enough', () => {
    expect(() => typingSession('short\n'.repeat(100))).toThrow(RangeError);
  });
});
