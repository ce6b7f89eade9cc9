import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExcerptShelf } from '../../../src/engine/member/excerptShelf.ts';

const window = 2048;
const room = 1400;
/** Every byte is a token. */
const backend = { tokenize: (text: Uint8Array) => Int32Array.from(text) };
const excerpts = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(150));
const shown = (ids: Int32Array): string => String.fromCharCode(...new Set(ids));

describe('excerpts of other files before the text before the cursor', () => {
  it('are whole ones, the last first, in their order, within a share of the window', () => {
    const shelf = new ExcerptShelf(window);
    expect(shown(shelf.view(excerpts, backend, room, 0))).toBe('bcd');
    expect(shelf.view(excerpts, backend, room, 0)).toHaveLength(450);
  });

  it('get what the text before the cursor leaves', () => {
    expect(shown(new ExcerptShelf(window).view(excerpts, backend, room, 800))).toBe('cd');
    expect(new ExcerptShelf(window).view(excerpts, backend, room, room)).toHaveLength(0);
  });

  it('are not for members with a small window', () => {
    expect(new ExcerptShelf(512).view(excerpts, backend, 350, 0)).toHaveLength(0);
  });

  it('stay while the user types, until the text needs their room', () => {
    const shelf = new ExcerptShelf(window);
    const seen: string[] = [];
    for (let taken = 0; taken <= room; taken += 1) {
      const view = shown(shelf.view(excerpts, backend, room, taken));
      if (view !== seen.at(-1)) seen.push(view);
    }
    expect(seen).toEqual(['bcd', 'd', '']);
  });

  it('do not come and go where the text grows and shrinks by a little', () => {
    const shelf = new ExcerptShelf(window);
    let changes = 0;
    let last = shown(shelf.view(excerpts, backend, room, 900));
    for (let turn = 0; turn < 100; turn += 1) {
      const view = shown(shelf.view(excerpts, backend, room, 960 + (turn % 7) * 10));
      if (view !== last) changes += 1;
      last = view;
    }
    expect(changes).toBeLessThanOrEqual(1);
  });

  it('are others when others are given', () => {
    const shelf = new ExcerptShelf(window);
    shelf.view(excerpts, backend, room, 0);
    expect(shown(shelf.view(['x', 'y'], backend, room, 0))).toBe('xy');
    expect(shelf.view([], backend, room, 0)).toHaveLength(0);
  });

  it('never take more than their share, nor room that the text needs', () => {
    const step = fc.record({ texts: fc.array(fc.string({ maxLength: 300 }), { maxLength: 6 }), taken: fc.integer({ min: 0, max: room }) });
    fc.assert(fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      const shelf = new ExcerptShelf(window);
      for (const { texts, taken } of steps) {
        const view = shelf.view(texts, backend, room, taken);
        expect(view.length).toBeLessThanOrEqual(Math.min(window / 4, room - taken));
        expect(Buffer.from(texts.join(''), 'utf8').subarray(-view.length || Infinity)).toEqual(Buffer.from(view));
      }
    }));
  });
});
