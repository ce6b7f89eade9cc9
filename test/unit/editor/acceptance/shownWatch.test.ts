import { describe, expect, test } from 'vitest';
import type { Counted } from '../../../../src/editor/acceptance/acceptanceStore.ts';
import { ShownWatch, type Offered } from '../../../../src/editor/acceptance/shownWatch.ts';
import type { CursorView } from '../../../../src/editor/cursor/cursorView.ts';
import { ManualClock } from '../../../support/manualClock.ts';
import { at } from '../support/places.ts';

const suggestion: Offered = { language: 'typescript', member: 'ts', text: 'total;' };
const accepted = (change: Partial<Offered> = {}) => ({ document: 'file:///a.ts', ...suggestion, ...change });

function scene() {
  const clock = new ManualClock();
  const shown: Counted[] = [];
  let cursor: CursorView | null = at('return |');
  const watch = new ShownWatch({ clock, cursor: () => cursor, onShown: ({ language, member }) => shown.push({ language, member }) });
  return { clock, shown, watch, goTo: (marked: string | null) => (cursor = marked === null ? null : at(marked)) };
}

const counted = { language: 'typescript', member: 'ts' };

describe('a suggestion counts as shown', () => {
  test('once it could be read, and not before', () => {
    const { clock, shown, watch } = scene();
    watch.offer(at('return |'), suggestion);
    clock.advance(ShownWatch.visibleMs - 1);
    expect(shown).toEqual([]);
    clock.advance(1);
    expect(shown).toEqual([counted]);
  });

  test.each(['return t|', 'return tot|'])('where what was typed meanwhile is what it says: %s', (marked) => {
    const { clock, shown, watch, goTo } = scene();
    watch.offer(at('return |'), suggestion);
    goTo(marked);
    clock.advance(ShownWatch.visibleMs);
    expect(shown).toEqual([counted]);
  });

  test.each(['return x|', 'retur|n ', 'return total;|', 'let a;\nreturn |', null])('not where the cursor is elsewhere by then, or something else was typed: %s', (marked) => {
    const { clock, shown, watch, goTo } = scene();
    watch.offer(at('return |'), suggestion);
    goTo(marked);
    clock.advance(ShownWatch.visibleMs);
    expect(shown).toEqual([]);
  });

  test('that goes on from an item of the suggest widget once that item is in the document', () => {
    const { clock, shown, watch, goTo } = scene();
    goTo('ret|');
    watch.offer(at('return |'), suggestion);
    clock.advance(ShownWatch.visibleMs);
    expect(shown).toEqual([]);
    goTo('return |');
    watch.offer(at('return |'), suggestion);
    clock.advance(ShownWatch.visibleMs);
    expect(shown).toEqual([counted]);
  });

  test('once, however often its rest is offered while it is typed', () => {
    const { clock, shown, watch, goTo } = scene();
    watch.offer(at('return |'), suggestion);
    for (const [marked, text] of [['return |', 'total;'], ['return t|', 'otal;'], ['return tot|', 'al;'], ['return to|', 'tal;']] as const) {
      clock.advance(400);
      goTo(marked);
      watch.offer(at(marked), { ...suggestion, text });
    }
    clock.advance(5000);
    expect(shown).toEqual([counted]);
    watch.accept(accepted({ text: 'tal;' }));
    expect(shown).toEqual([counted]);
  });

  test('not when another one took its place in time', () => {
    const { clock, shown, watch, goTo } = scene();
    watch.offer(at('return |'), suggestion);
    clock.advance(ShownWatch.visibleMs - 1);
    goTo('return x|');
    watch.offer(at('return x|'), { ...suggestion, member: 'prose', text: 'yz' });
    clock.advance(ShownWatch.visibleMs);
    expect(shown).toEqual([{ language: 'typescript', member: 'prose' }]);
    expect(clock.pending).toBe(0);
  });

  test('when it is accepted sooner, also in place of what the suggest widget had begun', () => {
    for (const text of ['total;', 'return total;']) {
      const { clock, shown, watch } = scene();
      watch.offer(at('return |'), suggestion);
      clock.advance(100);
      watch.accept(accepted({ text }));
      clock.advance(5000);
      expect(shown).toEqual([counted]);
    }
  });

  test('also as a member’s own text, which is only known when it is accepted', () => {
    const { clock, shown, watch } = scene();
    watch.offer(at('return |'), suggestion);
    clock.advance(1000);
    watch.accept(accepted({ member: 'prose', text: 'nothing.' }));
    expect(shown).toEqual([counted, { language: 'typescript', member: 'prose' }]);
  });

  test('not without text, and not after its owner is gone', () => {
    const { clock, shown, watch } = scene();
    watch.offer(at('return |'), { ...suggestion, text: '' });
    watch.offer(at('return |'), suggestion);
    watch.dispose();
    clock.advance(5000);
    expect(shown).toEqual([]);
  });
});
